// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColdStartEvaluationTest {

    private static final double EXACT = 1e-12;
    private static final Origin ORIGIN = new Origin("script", "planted", "", "00", Instant.EPOCH);
    private static final Usage CALL = new Usage(1, 20, 0, 10);

    private static final World WORLD =
            World.of(3, 60, 60, 25).spread(0.5, 1.2, 1).build();

    /** Knows the planted item means, and nothing of single users. */
    private static final class Script implements SyntheticSignalGenerator {
        final List<SignalRequest> asked = new ArrayList<>();

        @Override
        public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) {
            for (SignalRequest request : requests) {
                asked.add(request);
                List<SyntheticSignal> signals = request.items().stream()
                        .map(item -> new SyntheticSignal(
                                request.kind(),
                                request.subjectId(),
                                item.id(),
                                value(request, item.id()),
                                Set.of(),
                                ORIGIN))
                        .toList();
                replies.accept(new SignalReply(request, SignalReply.Outcome.COMPLETE, signals, Map.of(), CALL, ""));
            }
        }

        private static double value(SignalRequest request, String itemId) {
            double mean = WORLD.itemMeans[Integer.parseInt(itemId.substring(1))];
            double noise =
                    new SplittableRandom((request.subjectId().orElse("") + itemId).hashCode()).nextDouble() - 0.5;
            return World.SCALE.clamp(mean + noise);
        }
    }

    /** Learns as it should, and remembers every bit that it was shown and what came of it. */
    private static final class Witness implements Recommender {
        final List<String> seen = new ArrayList<>();

        @Override
        public RatingModel fit(RatingTable table) {
            return fit(table, ItemPriors.none());
        }

        @Override
        public RatingModel fit(RatingTable table, ItemPriors priors) {
            RatingModel model = new BiasRecommender().fit(table, priors);
            StringBuilder all = new StringBuilder();
            for (int row = 0; row < table.size(); row++) {
                all.append(table.userId(table.user(row)))
                        .append(table.itemId(table.item(row)))
                        .append(table.value(row))
                        .append(table.weight(row));
            }
            all.append(priors.all());
            for (int user = 0; user < 60; user++) {
                for (int item = 0; item < 60; item++) {
                    all.append(model.predict("u" + user, "i" + item));
                }
            }
            seen.add(all.toString());
            return model;
        }

        @Override
        public String toString() {
            return "witness";
        }
    }

    private static ColdStartEvaluation.Builder evaluation(List<Rating> ratings) {
        ItemCatalog catalog = ItemCatalog.of(IntStream.range(0, 60)
                .mapToObj(item -> Item.of("i" + item, "Thing " + item))
                .toList());
        return ColdStartEvaluation.builder()
                .ratings(RatingSource.of(World.SCALE, ratings))
                .catalog(catalog)
                .generator(new Script())
                .recommender(new BiasRecommender())
                .coldUsers(15)
                .knownRatings(5)
                .resamples(500)
                .options(builder -> builder.clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                        .asking(ask -> ask.itemsPerRequest(60).userRounds(1)));
    }

    private static List<Rating> ratings() {
        return new ArrayList<>(Ratings.all(WORLD.table));
    }

    @Test
    void evaluate_aGeneratorThatKnowsItems_showsWhatItIsWorth() throws InterruptedException {
        List<String> heard = new ArrayList<>();
        EvaluationReport report = evaluation(ratings())
                .levels(150, ColdUserSplit.ALL)
                .seeds(1, 2)
                .listener(new EvaluationListener() {
                    @Override
                    public void onRun(RunFinished event) {
                        heard.add(event.done() + "/" + event.of() + " "
                                + event.run().seed());
                    }
                })
                .build()
                .evaluate();

        assertThat(heard).containsExactly("1/4 1", "2/4 2", "3/4 1", "4/4 2");
        assertThat(report.coldUsers()).isEqualTo(15);
        assertThat(report.knownRatings()).isEqualTo(5);
        assertThat(report.heldOutRatings()).isEqualTo(15 * 20);
        EvaluationReport.Level few = report.levels().get(0);
        assertThat(few.applied()).isEqualTo(2);
        assertThat(few.visibleRatings()).isEqualTo(150 + 75);
        assertThat(few.change().users()).isEqualTo(15);
        assertThat(few.change().high()).as("%s", few.change()).isNegative();
        assertThat(few.usage().calls()).isPositive();
        // the pooled figures are the means of the runs' own
        assertThat(few.change().before()).isCloseTo(few.realOnly(ModelMetrics::rmsePerUser), within(EXACT));
        assertThat(few.change().after()).isCloseTo(few.warmStart(ModelMetrics::rmsePerUser), within(EXACT));
        assertThat(few.adjustedPValue()).isGreaterThanOrEqualTo(few.change().pValue());
        assertThat(report.curve()).hasSize(2);
        assertThat(report.curve().get(0).realOnly())
                .isGreaterThan(report.curve().get(1).realOnly());
        assertThat(report.usage().calls())
                .isEqualTo(report.levels().stream()
                        .mapToLong(level -> level.usage().calls())
                        .sum());
        assertThat(report.toText())
                .contains("15 users made cold with 5 ratings each, judged by 300 held-out ratings of theirs")
                .contains("2 of 2")
                .contains("Spent: ");
        assertThat(report.toText().lines().filter(line -> line.contains(" of 2")))
                .hasSize(2);
    }

    @Test
    void evaluate_twice_isTheSameAndInAnyOrderOfInput() throws InterruptedException {
        List<Rating> permuted = ratings();
        Collections.shuffle(permuted, new Random(5));

        String one = evaluation(ratings()).levels(200).build().evaluate().toText();
        String two = evaluation(permuted).levels(200).build().evaluate().toText();

        assertThat(two).isEqualTo(one);
    }

    @Test
    void evaluate_withNoiseInPlaceOfHeldOutRatings_changesNothingButTheFigures() throws InterruptedException {
        Run truth = run(ratings());
        // ratings carry no time here, so what is held out of a cold user is chosen by ids and seed alone
        EvaluationSplit split = ColdUserSplit.builder()
                .ratings(RatingSource.of(World.SCALE, ratings()))
                .coldUsers(15)
                .knownRatings(5)
                .split();
        SplittableRandom random = new SplittableRandom(9);
        List<Rating> noise = new ArrayList<>();
        int changed = 0;
        for (Rating rating : ratings()) {
            boolean heldOut = split.heldOut()
                            .where((userId, itemId) -> userId.equals(rating.userId()) && itemId.equals(rating.itemId()))
                            .ratings()
                    > 0;
            changed += heldOut ? 1 : 0;
            noise.add(heldOut ? new Rating(rating.userId(), rating.itemId(), 10 * random.nextDouble()) : rating);
        }

        Run spoilt = run(noise);

        assertThat(changed).isEqualTo(15 * 20);
        assertThat(spoilt.seen).isEqualTo(truth.seen).hasSizeGreaterThan(20);
        assertThat(spoilt.asked).isEqualTo(truth.asked).isNotEmpty();
        assertThat(spoilt.reports).isEqualTo(truth.reports).hasSize(2);
        assertThat(spoilt.reports).allSatisfy(report -> {
            assertThat(report.verdicts()).isNotEmpty();
            assertThat(report.calibrations()).isNotEmpty();
        });
        assertThat(spoilt.error).isNotEqualTo(truth.error);
    }

    private record Run(List<String> seen, List<SignalRequest> asked, List<WarmStartReport> reports, double error) {}

    private static Run run(List<Rating> ratings) throws InterruptedException {
        Witness witness = new Witness();
        Script script = new Script();
        EvaluationReport report = evaluation(ratings)
                .generator(script)
                .recommender(witness)
                .levels(200, ColdUserSplit.ALL)
                .build()
                .evaluate();
        return new Run(
                witness.seen,
                script.asked,
                report.levels().stream()
                        .flatMap(level -> level.runs().stream())
                        .map(EvaluationReport.Run::report)
                        .toList(),
                report.levels().get(0).change().before());
    }

    @Test
    void evaluate_silentGenerator_isWithheldAndChangesNothing() throws InterruptedException {
        EvaluationReport report = evaluation(ratings())
                .generator((requests, replies) -> requests.forEach(request ->
                        replies.accept(SignalReply.failed(request, SignalReply.Outcome.FAILED, CALL, "out of order"))))
                .build()
                .evaluate();

        EvaluationReport.Level only = report.levels().get(0);
        assertThat(only.applied()).isZero();
        assertThat(only.change().change()).isZero();
        assertThat(only.change().pValue()).isEqualTo(1);
        assertThat(report.toText()).contains("Withheld at 1,200 ratings, seed 42:\n  no usable signal was received");
    }

    @Test
    void toText_whereAPriceIsKnown_tellsWhatAllRunsCost() throws InterruptedException {
        EvaluationReport report = evaluation(ratings())
                .budget(Budget.requests(10).pricedAt(Price.perMillionTokens(1000, 0, "EUR")))
                .seeds(1, 2)
                .build()
                .evaluate();

        // 20 tokens of prompt a call, at a thousandth each
        assertThat(report.toText())
                .contains(String.format(
                        Locale.ROOT,
                        "Spent: %d calls, %d input tokens (0 cached), %d output tokens, %.4f EUR\n",
                        report.usage().calls(),
                        report.usage().calls() * 20,
                        report.usage().calls() * 10,
                        report.usage().calls() * 0.02));
    }

    @Test
    void evaluate_interrupted_ends() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> evaluation(ratings()).build().evaluate()).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void build_badOptions_areErrors() {
        assertThatThrownBy(() -> ColdStartEvaluation.builder().build())
                .hasMessage("ratings is required, but was not set: call ratings(...) before build()");
        assertThatThrownBy(() -> evaluation(ratings()).levels().build())
                .hasMessage("levels must be one or more, none twice, but were []");
        assertThatThrownBy(() -> evaluation(ratings()).levels(5, 5).build())
                .hasMessage("levels must be one or more, none twice, but were [5, 5]");
        assertThatThrownBy(() -> evaluation(ratings()).seeds(1, 1).build())
                .hasMessage("seeds must be one or more, none twice, but were [1, 1]");
        assertThatThrownBy(() -> evaluation(ratings()).resamples(99).build())
                .hasMessage("resamples must be >= 100, but was 99");
        assertThatThrownBy(() -> evaluation(ratings()).coldUsers(0).build())
                .hasMessage("coldUsers must be >= 1, but was 0");
    }
}
