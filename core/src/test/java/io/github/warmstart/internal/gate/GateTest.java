// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    private static final Set<SignalKind> AUDIENCE = Set.of(SignalKind.AUDIENCE);
    private static final Set<SignalKind> USERS = Set.of(SignalKind.USER);

    private final World world = World.of(1, 150, 300, 8).build();
    private final SplittableRandom random = new SplittableRandom(7);

    @AfterEach
    void wakeUp() {
        Thread.interrupted();
    }

    private static Gate gate(long seed) {
        return new Gate(
                new BiasRecommender(), new Calibrator(ItemCatalog.of(List.of())), new FirstRatingWeight(1, 0), seed);
    }

    private static List<SyntheticSignal> audience(int items, IntToDoubleFunction signal) {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            signals.add(Signals.audience("i" + item, World.SCALE.clamp(signal.applyAsDouble(item))));
        }
        return signals;
    }

    private static GateVerdict judge(RatingTable table, List<SyntheticSignal> signals, Set<SignalKind> kinds, long seed)
            throws InterruptedException {
        return gate(seed)
                .judge(table, signals, List.of(kinds), Set.of(), done -> {})
                .get(0);
    }

    @Test
    void judge_truthfulAudience_passes() throws InterruptedException {
        GateVerdict verdict = judge(
                world.table, audience(300, item -> world.itemMeans[item] + 0.3 * random.nextGaussian()), AUDIENCE, 1);

        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
        assertThat(verdict.trial().orElseThrow().bound()).isNegative();
        assertThat(verdict.kinds()).isEqualTo(AUDIENCE);
        assertThat(verdict.reason())
                .matches(
                        "on 296 rated items with an answer the probability of a relation is 1\\.000, .*; on \\d+ hidden ratings of 150 users the error changed by -\\d+\\.\\d\\d %, and with 95 % "
                                + "confidence by no worse than -\\d+\\.\\d\\d %: shown to help");
    }

    @Test
    void judge_reversedAudience_isWithheld() throws InterruptedException {
        GateVerdict verdict = judge(world.table, audience(300, item -> 10 - world.itemMeans[item]), AUDIENCE, 1);

        assertThat(verdict.passed()).as(verdict.reason()).isFalse();
        assertThat(verdict.reason()).endsWith(": not enough evidence for balanced (0.75 and 0.05)");
    }

    /** Signals that hold nothing: the share of those let through must be near the 5 % that the bound promises. */
    @Tag("slow")
    @Test
    void judge_noiseOverManyWorlds_passesRarely() throws InterruptedException {
        int plenty = 0;
        int thin = 0;
        StringBuilder seeds = new StringBuilder();
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom noise = new SplittableRandom(1000 + seed);
            World crowded = World.of(2000 + seed, 100, 80, 10).build();
            World sparse = World.of(3000 + seed, 40, 150, 5).build();
            if (judge(crowded.table, audience(80, item -> 5 + 0.9 * noise.nextGaussian()), AUDIENCE, seed)
                    .passed()) {
                plenty++;
                seeds.append(" plenty:").append(seed);
            }
            if (judge(sparse.table, audience(150, item -> 5 + 0.9 * noise.nextGaussian()), AUDIENCE, seed)
                    .passed()) {
                thin++;
                seeds.append(" thin:").append(seed);
            }
        }

        // 60 trials at 5 %: seven or more have a chance of 3 %
        assertThat(plenty).as("passed:%s", seeds).isLessThanOrEqualTo(6);
        assertThat(thin).as("passed:%s", seeds).isLessThanOrEqualTo(6);
    }

    @Test
    void judge_truthfulProbes_pass() throws InterruptedException {
        World people = World.of(4, 150, 60, 25).spread(1.2, 0.5, 0.7).build();
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            List<Rating> mine = people.table.ratingsOf("u" + user);
            for (Rating rating : mine.subList(2, 12)) {
                signals.add(Signals.user(
                        "u" + user,
                        rating.itemId(),
                        World.SCALE.clamp(rating.value() + 0.3 * random.nextGaussian()),
                        mine.get(0).itemId(),
                        mine.get(1).itemId()));
            }
        }

        GateVerdict verdict = judge(people.table, signals, USERS, 1);

        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
    }

    @Test
    void judge_signalsShownWhatIsHidden_takeNoPart() throws InterruptedException {
        World people = World.of(5, 80, 60, 20).build();
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int user = 0; user < 80; user++) {
            List<Rating> mine = people.table.ratingsOf("u" + user);
            for (Rating rating : mine.subList(5, 15)) {
                // cold users all: the generator has seen every other rating of theirs, some of which are hidden
                signals.add(Signals.user(
                        "u" + user,
                        rating.itemId(),
                        rating.value(),
                        mine.stream()
                                .map(Rating::itemId)
                                .filter(itemId -> !itemId.equals(rating.itemId()))
                                .collect(Collectors.toSet())));
            }
        }
        Set<String> cold = new HashSet<>();
        for (int user = 0; user < 80; user++) {
            cold.add("u" + user);
        }

        GateVerdict verdict = gate(1).judge(people.table, signals, List.of(USERS), cold, done -> {})
                .get(0);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.trial().orElseThrow().change()).isZero();
        assertThat(verdict.trial().orElseThrow().high()).isZero();
    }

    @Test
    void judge_tooFewUsersForATrial_goesByTheEvidence() throws InterruptedException {
        World few = World.of(6, 19, 40, 10).build();

        GateVerdict verdict = judge(few.table, audience(40, item -> few.itemMeans[item]), AUDIENCE, 1);

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.trial()).isEmpty();
        assertThat(verdict.evidence().orElseThrow().probability()).isGreaterThan(0.75);
        assertThat(verdict.evidence().orElseThrow().pValue()).isLessThan(0.05);
        assertThat(verdict.reason()).endsWith("; no trial possible: 19 users with 95 ratings can be tested");
    }

    @Test
    void judge_tooFewRatingsForATrial_saysSo() throws InterruptedException {
        World few = World.of(6, 24, 40, 2).build();

        assertThat(judge(few.table, audience(40, item -> few.itemMeans[item]), AUDIENCE, 1)
                        .reason())
                .endsWith("; no trial possible: 24 users with 24 ratings can be tested");
    }

    @Test
    void judge_noSignalsOfAKind_changesNothing() throws InterruptedException {
        GateVerdict verdict = judge(world.table, audience(300, item -> world.itemMeans[item]), USERS, 1);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.trial().orElseThrow().change()).isZero();
    }

    @Test
    void judge_sameSeed_sameVerdictAndAnotherSeedDiffers() throws InterruptedException {
        List<SyntheticSignal> signals = audience(300, item -> world.itemMeans[item]);

        GateVerdict verdict = judge(world.table, signals, AUDIENCE, 1);

        assertThat(judge(world.table, signals, AUDIENCE, 1)).isEqualTo(verdict);
        assertThat(judge(world.table, signals, AUDIENCE, 2).trial()).isNotEqualTo(verdict.trial());
    }

    @Test
    void judge_severalSets_standInTheirOrderAndTellProgress() throws InterruptedException {
        List<Integer> steps = new ArrayList<>();

        List<GateVerdict> verdicts = gate(1).judge(
                        world.table,
                        audience(300, item -> world.itemMeans[item]),
                        List.of(USERS, AUDIENCE),
                        Set.of(),
                        steps::add);

        assertThat(verdicts).extracting(GateVerdict::kinds).containsExactly(USERS, AUDIENCE);
        assertThat(verdicts).extracting(GateVerdict::passed).containsExactly(false, true);
        assertThat(GateQuestion.steps(GateQuestion.Trials.NEWCOMERS, 2)).isEqualTo(20);
        assertThat(steps)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    /** A round of the gate trains the plain model, that of the attributes, and one with the signals. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 14})
    void judge_interrupted_stopsBeforeTheNextTraining(int training) {
        List<Integer> steps = new ArrayList<>();

        assertThatThrownBy(() -> gate(1).judge(
                                world.table,
                                audience(300, item -> world.itemMeans[item]),
                                List.of(AUDIENCE),
                                Set.of(),
                                done -> {
                                    steps.add(done);
                                    if (done == training) {
                                        Thread.currentThread().interrupt();
                                    }
                                }))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("interrupted between two trainings of the gate");
        assertThat(steps).hasSize(training);
        assertThat(Thread.interrupted()).isFalse();
    }

    /** No training may see a rating that it is judged on. */
    @Test
    void judge_trainings_neverSeeTheRatingsThatTheyAreJudgedOn() throws InterruptedException {
        List<RatingTable> seen = new ArrayList<>();
        Recommender spy = new Recommender() {
            @Override
            public RatingModel fit(RatingTable table) {
                seen.add(table);
                return new BiasRecommender().fit(table);
            }
        };
        List<SyntheticSignal> signals = audience(300, item -> world.itemMeans[item]);
        new Gate(spy, new Calibrator(ItemCatalog.of(List.of(Item.of("i1", "one")))), new FirstRatingWeight(1, 0), 4)
                .judge(world.table, signals, List.of(AUDIENCE), Set.of(), done -> {});
        ColdStartTrials trials = new ColdStartTrials(world.table, Set.of(), signals, new FirstRatingWeight(1, 0), 4);

        assertThat(seen).hasSize(15);
        for (int step = 0; step < 15; step++) {
            for (int row : trials.trial(step / 3).judged()) {
                assertThat(seen.get(step).row(world.table.user(row), world.table.item(row)))
                        .as("training %d", step)
                        .isNegative();
            }
        }
    }
}
