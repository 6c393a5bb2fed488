// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.rating.table.RatingTableBuilder;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.FirstRatingWeight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Newcomers whose first ratings are all lower than what they will give later, and signals that show it. */
class NewcomerShiftTest {

    private static final RatingScale SCALE = RatingScale.of(0, 10);
    private static final int ITEMS = 100;
    private static final double SHIFT = -0.8;
    /** What all first ratings of a newcomer share: without it nothing tells them from a random sample. */
    private static final double MOOD = 0.8;

    private static final FirstRatingWeight NEWCOMERS = new FirstRatingWeight(0.5, 0, MOOD * MOOD, 0);

    private final double[] itemMeans = new double[ITEMS];
    private final double[] effects = new double[150];
    private final Set<String> cold = new HashSet<>();

    /** Users 0 to 59 have 30 ratings, users 60 to 149 are new and have 5, lower by the shift. */
    private RatingTable table(long seed, boolean warm) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int item = 0; item < ITEMS; item++) {
            itemMeans[item] = 5 + random.nextGaussian();
        }
        RatingTableBuilder builder = RatingTable.builder(SCALE);
        for (int user = 0; user < effects.length; user++) {
            effects[user] = 0.7 * random.nextGaussian();
            boolean isNew = user >= 60;
            double mood = isNew ? MOOD * random.nextGaussian() : 0;
            if (isNew) {
                cold.add("u" + user);
            }
            for (int turn = 0; turn < (isNew ? 5 : 30) && (isNew || warm); turn++) {
                int item = (turn * 17 + user * 7) % ITEMS;
                double value =
                        itemMeans[item] + effects[user] + (isNew ? SHIFT + mood : 0) + 1.2 * random.nextGaussian();
                builder.add(new Rating("u" + user, "i" + item, SCALE.clamp(value)));
            }
        }
        return NEWCOMERS.discount(builder.build(), cold);
    }

    private List<SyntheticSignal> audience(double kindness) {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            signals.add(Signals.audience("i" + item, SCALE.clamp(itemMeans[item] + kindness)));
        }
        return signals;
    }

    /** Mean error of what newcomers are predicted to give later. */
    private double bias(RatingModel model) {
        double sum = 0;
        for (String userId : cold) {
            for (int item = 0; item < ITEMS; item++) {
                double truth = itemMeans[item] + effects[Integer.parseInt(userId.substring(1))];
                sum += (model.predict(userId, "i" + item) - truth) / (ITEMS * cold.size());
            }
        }
        return sum;
    }

    @Test
    void calibrate_warmUsersShowTheGenerator_theShiftIsFoundAndTakenOff() {
        RatingTable table = table(1, true);
        Calibrator calibrator = new Calibrator(ItemCatalog.of(List.of()), 1, NEWCOMERS, false);

        // a generator that is kind by 0.5 is no excuse: warm users tell it from the shift
        CalibratedSignals found = calibrator.calibrate(table, audience(0.5));

        // the prior keeps some of it back, and three turns end before the rest of it is found
        assertThat(found.newcomers().shift()).isBetween(SHIFT, 0.5 * SHIFT);
        BiasRecommender learner = new BiasRecommender();
        double with = bias(found.fit(learner, table));
        double without = bias(learner.fit(table, found.priors()));
        assertThat(without).isLessThan(-0.15);
        assertThat(Math.abs(with)).isLessThan(0.65 * Math.abs(without));
    }

    /** Nothing tells a shift from a kind generator then: what is seen is shared between the two. */
    @Test
    void calibrate_newcomersOnly_sharesWhatIsSeen() {
        RatingTable table = table(2, false);

        CalibratedSignals found =
                new Calibrator(ItemCatalog.of(List.of()), 1, NEWCOMERS, false).calibrate(table, audience(0));

        assertThat(found.newcomers().shift()).isBetween(0.9 * SHIFT, 0.1 * SHIFT);
    }

    @Test
    void calibrate_withoutSignals_takesNothingOff() {
        RatingTable table = table(3, true);

        CalibratedSignals found =
                new Calibrator(ItemCatalog.of(List.of()), 1, NEWCOMERS, false).calibrate(table, List.of());

        assertThat(found.newcomers().shift()).isZero();
        assertThat(FirstRatingWeightEstimator.withoutShift(table, 0)).isSameAs(table);
    }

    @Test
    void levelled_movesNewcomersFirstRatingsOnly() {
        RatingTable table = table(4, true);

        RatingTable unshifted = FirstRatingWeightEstimator.withoutShift(table, SHIFT);

        for (int row = 0; row < table.size(); row++) {
            boolean first = cold.contains(table.userId(table.user(row)));
            double expected = first ? SCALE.clamp(table.value(row) - SHIFT) : table.value(row);
            assertThat(unshifted.value(row)).isCloseTo(expected, within(1e-5));
            assertThat(unshifted.weight(row)).isEqualTo(table.weight(row));
        }
    }
}
