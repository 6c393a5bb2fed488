// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** {@link Gate#judgeItems}. */
class GateItemsTest {

    private final Gate gate = new Gate(
            new BiasRecommender(), new Calibrator(ItemCatalog.of(List.of())), new FirstRatingWeight(0.5, 0), 7);

    private static List<SyntheticSignal> signals(int items, IntToDoubleFunction value) {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            signals.add(Signals.audience("i" + item, World.SCALE.clamp(value.applyAsDouble(item))));
        }
        return signals;
    }

    /** Items with so many ratings that signals can add nothing for users, and everything once they are made new. */
    @Test
    void judgeItems_truth_passes() throws InterruptedException {
        World world = World.of(1, 300, 80, 30).build();
        List<Integer> steps = new ArrayList<>();

        GateVerdict verdict =
                gate.judgeItems(world.table, signals(80, item -> world.itemMeans[item]), Set.of(), steps::add);

        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
        assertThat(verdict.kinds()).containsExactly(SignalKind.AUDIENCE);
        assertThat(verdict.trial().orElseThrow().users()).isEqualTo(80);
        assertThat(verdict.reason()).contains("items that were made new").endsWith("shown to help");
        assertThat(steps)
                .hasSize(GateQuestion.steps(GateQuestion.Trials.OWN_RATINGS, 1))
                .endsWith(GateQuestion.steps(GateQuestion.Trials.OWN_RATINGS, 1));
    }

    @Test
    void judgeItems_noise_hardlyEverPasses() throws InterruptedException {
        int passed = 0;
        for (int seed = 0; seed < 40; seed++) {
            World world = World.of(seed, 120, 60, 20).build();
            SplittableRandom random = new SplittableRandom(seed + 100);
            List<SyntheticSignal> noise = signals(60, item -> 5 + random.nextGaussian());
            passed += gate.judgeItems(world.table, noise, Set.of(), done -> {}).passed() ? 1 : 0;
        }
        // one in twenty by chance: 2 of 40 expected, more than 6 in 0.3 % of cases
        assertThat(passed).isLessThanOrEqualTo(6);
    }

    @Test
    void judgeItems_tooFewRatedItems_isNotLetThrough() throws InterruptedException {
        World world = World.of(1, 100, 5, 5).build();

        GateVerdict verdict =
                gate.judgeItems(world.table, signals(5, item -> world.itemMeans[item]), Set.of(), done -> {});

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.trial()).isEmpty();
        assertThat(verdict.reason()).startsWith("5 rated items with signals and ");
    }

    /** What is hidden of an item can be anything: no trial saw it. */
    @Test
    void trials_hideEveryRatingOfAnItem() {
        World world = World.of(3, 100, 40, 10).build();
        ColdStartTrials trials = ColdStartTrials.ofItems(world.table, Set.of("i1", "i2", "i3"), Set.of(), 1);

        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            ColdStartTrials.Trial trial = trials.trial(number);
            RatingTable visible = trial.visible();
            for (int row : trial.judged()) {
                int item = visible.itemIndex(world.table.itemId(world.table.item(row)));
                assertThat(item < 0 ? 0 : visible.itemSize(item)).isZero();
            }
        }
        assertThat(trials.ratings()).isPositive();
    }
}
