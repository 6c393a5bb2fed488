// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.GroupedErrors;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Worlds whose genres explain most of what items differ by: signals must not be praised for what the genres know. */
@Tag("slow")
class GateOverAttributesTest {

    private static final int WORLDS = 60;
    private static final int ITEMS = 150;
    private static final double[] GENRES = {-0.8, -0.4, 0, 0.4, 0.8};
    private static final Set<SignalKind> AUDIENCE = Set.of(SignalKind.AUDIENCE);

    private final Calibrator calibrator = new Calibrator(catalog());

    private static ItemCatalog catalog() {
        return ItemCatalog.of(IntStream.range(0, ITEMS)
                .mapToObj(item -> Item.of("i" + item, "thing").with("genre", "g" + item % GENRES.length))
                .toList());
    }

    private static World world(long seed) {
        return World.of(seed, 100, ITEMS, 8).spread(0.7, 0.3, 1).build();
    }

    /** The ratings of a world, each by so much higher as its item's genre is better. */
    private static RatingTable rated(World world) {
        return Ratings.table(
                World.SCALE,
                Ratings.all(world.table).stream()
                        .map(rating -> new Rating(
                                rating.userId(),
                                rating.itemId(),
                                World.SCALE.clamp(rating.value()
                                        + genre(Integer.parseInt(rating.itemId().substring(1))))))
                        .toList());
    }

    private static double genre(int item) {
        return GENRES[item % GENRES.length];
    }

    private static List<SyntheticSignal> signals(int items, IntToDoubleFunction value) {
        return IntStream.range(0, items)
                .mapToObj(item -> Signals.audience("i" + item, World.SCALE.clamp(value.applyAsDouble(item))))
                .toList();
    }

    private GateVerdict judge(RatingTable table, List<SyntheticSignal> signals, long seed) throws InterruptedException {
        return new Gate(new BiasRecommender(), calibrator, new FirstRatingWeight(1, 0), seed)
                .judge(table, signals, List.of(AUDIENCE), Set.of(), done -> {})
                .get(0);
    }

    /** What of a trial a model is trained with. */
    @FunctionalInterface
    private interface Knowledge {
        CalibratedSignals of(RatingTable visible);
    }

    private static GroupedErrors errors(
            RatingTable table, List<SyntheticSignal> signals, long seed, Knowledge knowledge) {
        ColdStartTrials trials = new ColdStartTrials(table, Set.of(), signals, new FirstRatingWeight(1, 0), seed);
        GroupedErrors errors = new GroupedErrors();
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            ColdStartTrials.Trial trial = trials.trial(number);
            RatingModel model = knowledge.of(trial.visible()).fit(new BiasRecommender(), trial.visible());
            for (int row : trial.judged()) {
                String userId = table.userId(table.user(row));
                String itemId = table.itemId(table.item(row));
                errors.add(userId, model.predict(userId, itemId), table.value(row));
            }
        }
        return errors;
    }

    private GroupedErrors plain(RatingTable table, List<SyntheticSignal> signals, long seed) {
        return errors(table, signals, seed, visible -> calibrator.calibrate(visible, List.of()));
    }

    private GroupedErrors attributed(RatingTable table, List<SyntheticSignal> signals, long seed) {
        return errors(table, signals, seed, calibrator::withoutSignals);
    }

    /** A single guess brings priors for the whole catalogue along, and nothing can speak for it. */
    @Test
    void judge_oneSignal_neverPasses() throws InterruptedException {
        List<SyntheticSignal> one = List.of(Signals.audience("i0", 5));
        for (int seed = 0; seed < 5; seed++) {
            GateVerdict verdict = judge(rated(world(seed)), one, seed);

            assertThat(verdict.passed()).isFalse();
            assertThat(verdict.trial()).isEmpty();
            assertThat(verdict.evidence().orElseThrow().overlap()).isEqualTo(1);
            assertThat(verdict.reason())
                    .startsWith("1 rated items have an answer, and at least 4 are needed to compare");
        }
    }

    /** What genres explain by themselves is no evidence for answers that say the same. */
    @Test
    void judge_answersThatAreGenresAlone_passRarely() throws InterruptedException {
        List<Integer> passed = new ArrayList<>();
        for (int seed = 0; seed < WORLDS; seed++) {
            SplittableRandom noise = new SplittableRandom(seed);
            if (judge(rated(world(seed)), signals(ITEMS, item -> 5 + genre(item) + 0.5 * noise.nextGaussian()), seed)
                    .passed()) {
                passed.add(seed);
            }
        }

        // the permutation test takes answers for exchangeable over items, which those of one genre are not
        assertThat(passed).hasSizeLessThanOrEqualTo(WORLDS / 3);
    }

    @Test
    void judge_truthfulSignalsBeyondTheGenres_pass() throws InterruptedException {
        World world = World.of(1, 150, ITEMS, 8).spread(0.7, 0.9, 1).build();

        GateVerdict verdict = judge(rated(world), signals(ITEMS, item -> world.itemMeans[item] + genre(item)), 1);

        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
    }

    @Test
    void judge_attributesThatHelp_areWhatSignalsMustBeat() throws InterruptedException {
        RatingTable table = rated(world(3));
        World world = world(3);
        List<SyntheticSignal> signals = signals(ITEMS, item -> world.itemMeans[item] + genre(item));

        double before = judge(table, signals, 3).trial().orElseThrow().before();

        assertThat(before).isEqualTo(attributed(table, signals, 3).pooledRmse());
        assertThat(before).isLessThan(plain(table, signals, 3).pooledRmse());
    }

    /** Signals are compared with the model that was not given the genres where that is the better one. */
    @Test
    void judge_attributesThatSayNothing_arePassedOver() throws InterruptedException {
        int plainIsBetter = 0;
        for (int seed = 0; seed < 12; seed++) {
            World world = World.of(500 + seed, 60, ITEMS, 6).spread(0.7, 0.9, 1).build();
            RatingTable table = world.table;
            List<SyntheticSignal> signals = signals(ITEMS, item -> world.itemMeans[item]);
            double plain = plain(table, signals, seed).pooledRmse();
            double attributed = attributed(table, signals, seed).pooledRmse();
            plainIsBetter += plain < attributed ? 1 : 0;

            assertThat(judge(table, signals, seed).trial().orElseThrow().before())
                    .as("seed %d", seed)
                    .isEqualTo(Math.min(plain, attributed));
        }
        // the ridge now follows the evidence, so that genres that say nothing cost next to nothing: either may be
        // better
        assertThat(plainIsBetter).isBetween(1, 11);
    }
}
