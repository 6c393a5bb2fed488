// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("waits for the threads of the process")
class BayesianFactorizationTest {

    private static final BayesianFactorization QUICK = BayesianFactorization.builder()
            .factors(4)
            .burnIn(20)
            .sweeps(40)
            .samples(40)
            .threads(1)
            .build();
    private static final RatingTable SMALL = Planted.table(60, 40, 2, 0.5, 0.4, 1);

    private static double[] predictions(BayesianModel model) {
        return IntStream.range(0, 60 * 40)
                .mapToDouble(pair -> model.predict("u" + pair / 40, "i" + pair % 40))
                .toArray();
    }

    @Test
    void fit_withTheSameSeed_isTheSameBitForBitOnAnyNumberOfThreads() {
        double[] alone = predictions(QUICK.fit(SMALL));

        for (int threads = 1; threads <= 3; threads++) {
            BayesianModel model = QUICK.toBuilder().threads(threads).build().fit(SMALL);
            assertThat(predictions(model)).as("%d threads", threads).isEqualTo(alone);
            assertThat(model.samplePredictions("u1", "i1"))
                    .isEqualTo(QUICK.fit(SMALL).samplePredictions("u1", "i1"));
        }
        assertThat(predictions(QUICK.toBuilder().seed(43).build().fit(SMALL))).isNotEqualTo(alone);
    }

    @Test
    void fit_onPlantedLowRankData_errsByTheNoiseAndThreePercentAtMost() {
        RatingTable table = Planted.table(320, 250, 3, 0.8, 0.8, 5);
        BayesianModel model = QUICK.toBuilder().factors(6).threads(2).build().fit(table.where(row -> row % 10 != 0));
        double squares = 0;
        int count = 0;
        for (int row = 0; row < table.size(); row += 10) {
            double error =
                    table.value(row) - model.predict(table.userId(table.user(row)), table.itemId(table.item(row)));
            squares += error * error;
            count++;
        }

        assertThat(Math.sqrt(squares / count)).isBetween(0.8 * 0.97, 0.8 * 1.03);
        assertThat(model.summary().noiseDeviation()).isCloseTo(0.8, within(0.03));
    }

    @Test
    void variance_onSimulatedData_coversAsOftenAsItSays() {
        RatingTable table = Planted.table(200, 150, 2, 1, 0.6, 9);
        BayesianModel model = QUICK.fit(table.where(row -> row % 3 != 0));
        double[] quantiles = {0.67449, 1.28155, 1.95996};
        double[] covered = new double[3];
        int count = 0;
        for (int row = 0; row < table.size(); row += 3) {
            String userId = table.userId(table.user(row));
            String itemId = table.itemId(table.item(row));
            double deviation = Math.sqrt(model.variance(userId, itemId).orElseThrow());
            for (int i = 0; i < 3; i++) {
                covered[i] +=
                        Math.abs(model.predict(userId, itemId) - table.value(row)) < quantiles[i] * deviation ? 1 : 0;
            }
            count++;
        }

        assertThat(covered[0] / count).isCloseTo(0.50, within(0.02));
        assertThat(covered[1] / count).isCloseTo(0.80, within(0.02));
        assertThat(covered[2] / count).isCloseTo(0.95, within(0.02));
    }

    @Test
    void fit_underOtherNamesAndOrder_predictsTheSameWithinSampling() {
        BayesianModel model = QUICK.toBuilder().sweeps(150).build().fit(SMALL);
        BayesianModel other =
                QUICK.toBuilder().sweeps(150).build().fit(Ratings.relabelled(SMALL, name -> "x" + name, 3));
        double squares = 0;
        for (int user = 0; user < 60; user++) {
            for (int item = 0; item < 40; item++) {
                double difference = model.predict("u" + user, "i" + item) - other.predict("xu" + user, "i" + item);
                squares += difference * difference / (60 * 40);
            }
        }

        assertThat(Math.sqrt(squares)).isLessThan(0.15);
    }

    @Test
    void fit_onRatingsTimesTen_predictsTimesTen() {
        RatingScale ten = RatingScale.of(-30, 130);
        BayesianModel model = QUICK.fit(SMALL);
        BayesianModel scaled = QUICK.fit(Ratings.mapped(SMALL, ten, value -> 10 * value));

        assertThat(scaled.predict("u3", "i4")).isCloseTo(10 * model.predict("u3", "i4"), within(0.5));
        assertThat(scaled.variance("u3", "i4").orElseThrow())
                .isCloseTo(100 * model.variance("u3", "i4").orElseThrow(), within(5.0));
    }

    static Stream<RatingTable> oddTables() {
        RatingTable normal = Ratings.of("ann x 5", "ann y 2", "bob x 4", "bob z 1", "cat y 3");
        return Stream.of(
                Ratings.of(),
                Ratings.of("ann x 5"),
                Ratings.of("ann x 5", "ann y 1", "ann z 3"),
                Ratings.of("ann x 5", "bob x 1", "cat x 3"),
                Ratings.of("ann x 3", "ann y 3", "bob x 3", "bob y 3"),
                Ratings.of("ann x 5", "ann y 5", "bob x 5"),
                normal.weighted(row -> row == 1 ? 1e30 : 1e-30),
                normal.weighted(row -> 1e9),
                Ratings.on(RatingScale.of(0, 0.01), "ann x 0.01", "ann y 0", "bob x 0.005"),
                Ratings.on(RatingScale.of(0, 1000), "ann x 1000", "ann y 0", "bob x 700"),
                Ratings.on(RatingScale.of(-1e30, 1e30), "ann x 1e30", "ann y -1e30", "bob x 3"),
                Ratings.weighted(normal, Map.of()),
                normal.where(row -> row > 2),
                normal.plus(List.of(new PseudoRating("eve", "new", 4, 0.3))));
    }

    @ParameterizedTest
    @MethodSource("oddTables")
    void fit_onOddTables_isFiniteAndOnTheScale(RatingTable table) {
        BayesianModel model = QUICK.fit(table)
                .foldIn("dan", List.of(new Rating("dan", "x", table.scale().highest())))
                .foldIn(
                        "eve",
                        List.of(new Rating("eve", "nowhere", table.scale().lowest())));

        for (String userId : List.of("ann", "bob", "dan", "eve", "nobody")) {
            for (String itemId : List.of("x", "y", "z", "new", "nothing")) {
                assertThat(model.predict(userId, itemId))
                        .as("%s of %s in %s", itemId, userId, table)
                        .isBetween(table.scale().lowest(), table.scale().highest());
                assertThat(model.variance(userId, itemId).orElseThrow())
                        .isPositive()
                        .isFinite();
                assertThat(Arrays.stream(model.samplePredictions(userId, itemId)))
                        .hasSize(model.sampleCount())
                        .allMatch(table.scale()::contains);
            }
        }
        assertThat(model.summary().splitRHat()).isFinite();
    }

    @Test
    void fit_withItemPriors_startsFromThemAndLeavesThemAsRatingsCome() {
        RatingTable table = SMALL;
        ItemPriors priors = ItemPriors.of(
                1,
                Map.of(
                        "unseen", new ItemPriors.Prior(10, 0.01),
                        "i0", new ItemPriors.Prior(11, 1e-4),
                        "i1", new ItemPriors.Prior(11, 100)));
        BayesianModel without = QUICK.fit(table);
        BayesianModel with = QUICK.fit(table, priors);

        assertThat(with.predict("nobody", "unseen")).isCloseTo(10, within(0.1));
        assertThat(with.knowsItem("unseen")).isTrue();
        assertThat(with.itemIds()).contains("unseen");
        assertThat(with.predict("nobody", "i0")).isCloseTo(11, within(0.2));
        assertThat(with.predict("nobody", "i1")).isCloseTo(without.predict("nobody", "i1"), within(0.4));
    }

    @Test
    void fit_withItemPriorsOnAllItems_keepsTheirLevel() {
        RatingTable table = Ratings.of("ann x 5", "ann y 5", "bob x 5", "bob y 5");
        ItemPriors priors =
                ItemPriors.of(1, Map.of("x", new ItemPriors.Prior(3, 1e-4), "y", new ItemPriors.Prior(3, 1e-4)));

        // two generous users, and not two better items
        assertThat(QUICK.fit(table, priors).predict("nobody", "x")).isCloseTo(3, within(0.1));
        assertThat(QUICK.fit(table, priors).predict("ann", "x")).isGreaterThan(3.8);
    }

    @Test
    void fit_withAttributes_carriesThemToItemsAndUsersWithoutRatings() {
        List<Rating> ratings = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        List<UserProfile> profiles = new ArrayList<>();
        for (int item = 0; item < 30; item++) {
            items.add(Item.of("i" + item, "").with("genre", item % 2 == 0 ? "good" : "bad"));
        }
        for (int user = 0; user < 40; user++) {
            profiles.add(new UserProfile("u" + user, Map.of("mood", List.of(user % 2 == 0 ? "kind" : "stern"))));
            for (int item = user % 3; item < 28; item += 3) {
                double value = 3 + (item % 2 == 0 ? 1 : -1) + (user % 2 == 0 && user < 38 ? 0.8 : -0.8);
                if (user < 38) {
                    ratings.add(new Rating("u" + user, "i" + item, value));
                }
            }
        }
        BayesianFactorization learner = QUICK.toBuilder()
                .catalog(ItemCatalog.of(items))
                .profiles(profiles)
                .build();
        BayesianModel model = learner.fit(Ratings.table(Ratings.STARS, ratings));

        assertThat(model.predict("nobody", "i28")).isGreaterThan(model.predict("nobody", "i29") + 1.5);
        assertThat(model.predict("u38", "i28")).isGreaterThan(model.predict("u39", "i28") + 0.8);
        assertThat(model.knowsItem("i28")).isFalse();
        assertThat(model.knowsUser("u38")).isFalse();
        assertThat(learner.toBuilder()
                        .build()
                        .fit(Ratings.table(Ratings.STARS, ratings))
                        .predict("nobody", "i28"))
                .isEqualTo(model.predict("nobody", "i28"));
    }

    @Test
    void fit_withPseudoRatings_movesWhatTheyAreAboutAndNoNoise() {
        List<PseudoRating> wild = IntStream.range(0, 200)
                .mapToObj(i -> new PseudoRating("p" + i % 20, "i" + i / 10, i % 2 == 0 ? -3 : 13, 0.1))
                .toList();
        BayesianModel model = QUICK.fit(SMALL.plus(wild));

        assertThat(model.summary().noiseDeviation())
                .isCloseTo(QUICK.fit(SMALL).summary().noiseDeviation(), within(0.15));
        assertThat(model.ratedItems("p1")).isEmpty();
        assertThat(model.knowsUser("p1")).isTrue();
    }

    @Test
    void fit_whenInterrupted_endsAtOnce() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> QUICK.toBuilder().threads(2).build().fit(SMALL))
                .isInstanceOf(CancellationException.class)
                .hasMessage("training was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void fit_onSeveralThreads_endsThem() throws InterruptedException {
        assertThat(QUICK.toBuilder().threads(3).build().fit(SMALL).sampleCount())
                .isPositive();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("warmstart-gibbs-")) {
                assertThat(thread.isDaemon()).isTrue();
                thread.join(60_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @Test
    void summary_afterAFit_saysWhatWasDone() {
        BayesianModel.SamplingSummary summary = QUICK.fit(SMALL).summary();

        assertThat(summary.factors()).isEqualTo(4);
        assertThat(summary.sweeps()).isBetween(60, 100);
        assertThat(summary.samples()).isEqualTo(40);
        assertThat(summary.converged()).isEqualTo(summary.splitRHat() <= 1.1);
        assertThat(summary.trainingRmse()).isBetween(0.3, 0.6);
        assertThat(summary.noiseDeviation()).isCloseTo(0.5, within(0.08));
        assertThat(summary.tasteDeviation()).isCloseTo(0.7, within(0.4));
    }

    @Test
    void factors_unlessSet_followTheSizeOfTheTable() {
        assertThat(BayesianFactorization.factorsFor(0)).isEqualTo(10);
        assertThat(BayesianFactorization.factorsFor(100_000)).isEqualTo(10);
        assertThat(BayesianFactorization.factorsFor(1_000_000)).isEqualTo(20);
        assertThat(BayesianFactorization.factorsFor(10_000_000)).isEqualTo(30);
    }

    @Test
    void toBuilder_keepsEveryOption() {
        BayesianFactorization learner = BayesianFactorization.builder()
                .factors(3)
                .burnIn(5)
                .sweeps(7)
                .samples(6)
                .threads(2)
                .seed(9)
                .audience(false)
                .build();
        BayesianFactorization copy = learner.toBuilder().build();

        assertThat(copy).hasToString(learner.toString());
        assertThat(copy)
                .hasToString("BayesianFactorization(factors=3, burnIn=5, sweeps=7, samples=6, audience=false, seed=9)");
        assertThat(copy.threads()).hasValue(2);
        assertThat(copy.factors()).hasValue(3);
        assertThat(copy.burnIn()).isEqualTo(5);
        assertThat(copy.sweeps()).isEqualTo(7);
        assertThat(copy.samples()).isEqualTo(6);
        assertThat(copy.seed()).isEqualTo(9);
        assertThat(copy.audience()).isFalse();
        assertThat(BayesianFactorization.ofDefaults().toString()).contains("factors=by data");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 129})
    void factors_outOfRange_areRefused(int factors) {
        assertThatThrownBy(
                        () -> BayesianFactorization.builder().factors(factors).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("factors must be between 0 and 128, but was " + factors);
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> BayesianFactorization.builder().burnIn(-1).build())
                .hasMessage("burnIn must be between 0 and 100000, but was -1");
        assertThatThrownBy(() -> BayesianFactorization.builder().sweeps(0).build())
                .hasMessage("sweeps must be between 1 and 100000, but was 0");
        assertThatThrownBy(() -> BayesianFactorization.builder().samples(0).build())
                .hasMessage("samples must be between 1 and 10000, but was 0");
        assertThatThrownBy(() -> BayesianFactorization.builder().threads(0).build())
                .hasMessage("threads must be between 1 and 1024, but was 0");
    }
}
