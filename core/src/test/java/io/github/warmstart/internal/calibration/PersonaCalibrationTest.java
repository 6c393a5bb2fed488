// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Signals;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tastes of invented users against those of people, where both are planted. */
class PersonaCalibrationTest {

    private static final int ITEMS = 30;
    private static final int PERSONAS = 6;
    private static final int WORLDS = 10;
    private static final RatingScale SCALE = RatingScale.of(0, 10);
    private static final double ROUNDING = 1e-9;

    private final double[][] tastes = new double[PERSONAS][ITEMS];

    PersonaCalibrationTest() {
        SplittableRandom random = new SplittableRandom(11);
        for (double[] taste : tastes) {
            for (int item = 0; item < ITEMS; item++) {
                taste[item] = random.nextGaussian() * 0.7;
            }
        }
    }

    /** People whose tastes have the covariance {@code spread x mean of t t'}, with noise around them. */
    private RatingTable people(int users, double spread, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            double[] likes = random.doubles(PERSONAS)
                    .map(ignored -> random.nextGaussian())
                    .toArray();
            for (int item = 0; item < ITEMS; item++) {
                double taste = 0;
                for (int persona = 0; persona < PERSONAS; persona++) {
                    taste += Math.sqrt(spread / PERSONAS) * likes[persona] * tastes[persona][item];
                }
                if (random.nextInt(3) > 0) {
                    double value = 5 + taste + 0.8 * random.nextGaussian();
                    ratings.add(new Rating("u" + user, "i" + item, SCALE.clamp(value)));
                }
            }
        }
        return RatingTable.read(RatingSource.of(SCALE, ratings));
    }

    private List<SyntheticSignal> signals(double level) {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int persona = 0; persona < PERSONAS; persona++) {
            for (int item = 0; item < ITEMS; item++) {
                signals.add(Signals.persona("p" + persona, "i" + item, SCALE.clamp(5 + level + tastes[persona][item])));
            }
        }
        return signals;
    }

    private static PersonaCalibration fit(RatingTable table, List<SyntheticSignal> signals) {
        return PersonaCalibration.fit(table, new BiasRecommender().fit(table), signals);
    }

    /** On average over worlds; item means that are estimated, too, take away a little. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2})
    void slope_isHowFarPeopleSpreadAlongPersonas(double spread) {
        double mean = 0;
        double error = 0;
        for (long seed = 1; seed <= WORLDS; seed++) {
            Calibration fit = fit(people(300, spread, seed), signals(1)).summary();
            mean += fit.slope() / WORLDS;
            error += fit.slopeError() / WORLDS;
            assertThat(fit.informative()).isTrue();
            assertThat(fit.assumed()).isFalse();
            assertThat(fit.effectiveRatings()).isEqualTo(PersonaCalibration.MEASURED_RATINGS);
            assertThat(fit.offset()).isCloseTo(1, within(0.3));
        }

        assertThat(mean).isCloseTo(spread, within(0.1 * spread));
        assertThat(error).isLessThan(0.15 * spread);
    }

    /** Centring and noise alone make no slope. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void slope_ofPeopleWithoutTastes_isZeroButForChance(long seed) {
        Calibration fit = fit(people(200, 0, seed), signals(0)).summary();

        assertThat(fit.slope()).as("seed %d", seed).isCloseTo(0, within(3 * fit.slopeError()));
    }

    @Test
    void tooFewPeople_isAssumed() {
        RatingTable table = people(4, 1, 1);

        Calibration fit = fit(table, signals(0)).summary();

        assertThat(fit.assumed()).isTrue();
        assertThat(fit.effectiveRatings()).isEqualTo(PersonaCalibration.ASSUMED_RATINGS);
        assertThat(fit(table, signals(0)).pseudoRatings(table)).hasSize(PERSONAS * ITEMS);
    }

    @Test
    void pseudoRatings_leaveOutTheLevelAndAreNoUserOfTheTable() {
        RatingTable table = people(300, 0.5, 1);
        BiasModel bias = new BiasRecommender().fit(table);

        List<PseudoRating> low = PersonaCalibration.fit(table, bias, signals(0)).pseudoRatings(table);
        List<PseudoRating> high =
                PersonaCalibration.fit(table, bias, signals(1)).pseudoRatings(table);

        for (int row = 0; row < low.size(); row++) {
            assertThat(high.get(row).value()).isCloseTo(low.get(row).value(), within(ROUNDING));
            assertThat(table.userIndex(low.get(row).userId())).isNegative();
        }
    }
}
