// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.gate.Gate;
import io.github.warmstart.internal.gate.GateQuestion;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.SyntheticShare;
import io.github.warmstart.trust.UserReliability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticShareTest {

    private static final double EXACT = 1e-12;

    private final RatingTable table =
            Ratings.of("ann likes alien 5", "ann likes brazil 4", "bob likes alien 3", "bob likes casino 1");
    /** Worth 2 / 0.5 + 2 / 1 = 6 ratings, and 2 more. */
    private final CalibratedSignals signals = new CalibratedSignals(
            ItemPriors.of(2, Map.of("alien", new ItemPriors.Prior(3, 0.5), "dune", new ItemPriors.Prior(4, 1))),
            List.of(new PseudoRating("ann", "casino", 2, 0.5), new PseudoRating("bob", "brazil", 4, 1.5)),
            List.of(),
            FirstRatingCorrection.NONE,
            SyntheticShare.NONE,
            Map.of(),
            Map.of());

    @Test
    void capped_noCap_countsAndChangesNothing() {
        CalibratedSignals found = signals.capped(1, table);

        assertThat(found.share().before()).isEqualTo(8.0 / 12, within(EXACT));
        assertThat(found.share().after()).isEqualTo(8.0 / 12, within(EXACT));
        assertThat(found.priors()).isSameAs(signals.priors());
        assertThat(found.pseudoRatings()).isEqualTo(signals.pseudoRatings());
    }

    @Test
    void capped_half_leavesAsMuchAsPeopleGave() {
        CalibratedSignals found = signals.capped(0.5, table);

        // 8 ratings' worth beside 4: everything counts half
        assertThat(found.share().before()).isEqualTo(8.0 / 12, within(EXACT));
        assertThat(found.share().after()).isEqualTo(0.5);
        assertThat(found.priors().prior("alien")).hasValue(new ItemPriors.Prior(3, 1));
        assertThat(found.priors().prior("dune")).hasValue(new ItemPriors.Prior(4, 2));
        assertThat(found.pseudoRatings())
                .containsExactly(
                        new PseudoRating("ann", "casino", 2, 0.25), new PseudoRating("bob", "brazil", 4, 0.75));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.3, 0.5, 0.66, 0.6667, 0.9})
    void capped_anyCap_isTheLargestFactorThatKeepsIt(double most) {
        RatingTable weighted = table.weighted(row -> 0.25 + row);
        CalibratedSignals found = signals.capped(most, weighted);

        double low = 0;
        double high = 1;
        for (int halving = 0; halving < 60; halving++) {
            double factor = (low + high) / 2;
            double synthetic = factor * (2 / 0.5 + 2 / 1.0 + 0.5 + 1.5);
            if (synthetic / (synthetic + 0.25 + 1.25 + 2.25 + 3.25) <= most) {
                low = factor;
            } else {
                high = factor;
            }
        }
        assertThat(found.pseudoRatings().get(1).weight()).isEqualTo(1.5 * low, within(EXACT));
        assertThat(found.priors().prior("alien").orElseThrow().variance()).isEqualTo(0.5 / low, within(1e-9));
        assertThat(share(found, weighted)).isEqualTo(found.share().after(), within(EXACT));
    }

    @Test
    void capped_pseudoRowsOfTheTable_areNoRatings() {
        RatingTable more = table.plus(List.of(new PseudoRating("cid", "alien", 3, 100)));

        assertThat(signals.capped(0.5, more).share().before()).isEqualTo(8.0 / 12, within(EXACT));
    }

    @Test
    void capped_noRatings_leavesNothing() {
        RatingTable nobody = table.where(row -> false);

        CalibratedSignals found = signals.capped(0.5, nobody);

        assertThat(found.isEmpty()).isTrue();
        assertThat(found.share()).isEqualTo(new SyntheticShare(1, 0));
        assertThat(signals.capped(1, nobody).share()).isEqualTo(new SyntheticShare(1, 1));
    }

    @Test
    void capped_noSignals_isNone() {
        CalibratedSignals none = CalibratedSignals.NONE;

        assertThat(none.capped(0.5, table).share()).isEqualTo(SyntheticShare.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
    void calibrator_shareOutOfRange_isRefused(double share) {
        assertThatThrownBy(() -> new Calibrator(ItemCatalog.of(List.of()), share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxSyntheticShare must be above 0 and at most 1, but was " + share);
    }

    @Test
    void gate_withACap_judgesWhatIsUsed() throws InterruptedException {
        World world = World.of(1, 80, 100, 12).build();
        List<SyntheticSignal> audience = new ArrayList<>();
        for (int item = 0; item < 100; item++) {
            audience.add(Signals.audience("i" + item, World.SCALE.clamp(world.itemMeans[item])));
        }
        assertThat(highestShare(world, audience, 1)).isGreaterThan(0.3);
        assertThat(highestShare(world, audience, 0.2)).isEqualTo(0.2, within(1e-9));
    }

    /** Among all trainings of the gate. */
    private static double highestShare(World world, List<SyntheticSignal> signals, double most)
            throws InterruptedException {
        List<Double> shares = new ArrayList<>();
        Recommender spy = new Recommender() {
            @Override
            public RatingModel fit(RatingTable table) {
                return new BiasRecommender().fit(table);
            }

            @Override
            public RatingModel fit(RatingTable table, ItemPriors priors) {
                shares.add(share(CalibratedSignals.of(priors), table));
                return new BiasRecommender().fit(table, priors);
            }
        };
        new Gate(spy, new Calibrator(ItemCatalog.of(List.of()), most), new FirstRatingWeight(1, 0), 1)
                .judge(
                        new GateQuestion(
                                GateQuestion.Trials.NEWCOMERS,
                                world.table,
                                signals,
                                Set.of(),
                                List.of(Set.of(SignalKind.AUDIENCE)),
                                Set.of()),
                        done -> {});
        return shares.stream().mapToDouble(share -> share).max().orElseThrow();
    }

    /** By the definition. */
    private static double share(CalibratedSignals signals, RatingTable table) {
        double synthetic = 0;
        for (PseudoRating row : signals.priors().asPseudoRatings()) {
            synthetic += row.weight();
        }
        for (PseudoRating row : signals.pseudoRatings()) {
            synthetic += row.weight();
        }
        double real = 0;
        for (int row = 0; row < table.size(); row++) {
            real += table.weight(row);
        }
        return synthetic / (synthetic + real);
    }

    /** 8 ratings' worth of signals beside 4 ratings; of ann's half a rating nothing is left, of bob's 1.5 a third. */
    @Test
    void believed_lowersTheShareByWhatIsNotBelieved() {
        CalibratedSignals counted = signals.capped(1, table);

        CalibratedSignals weighted =
                counted.weightedBy(new UserReliability(Map.of("ann", 0.0, "bob", 1.0 / 3), 0.5, 0.5));

        assertThat(weighted.share().before()).isEqualTo(8.0 / 12, within(EXACT));
        assertThat(weighted.share().after()).isEqualTo(6.5 / 10.5, within(EXACT));
    }
}
