// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.serving.VarianceCalibration;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.rating.table.RatingTableBuilder;
import io.github.warmstart.recommend.Interval;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarianceCalibrationTest {

    /** What is promised. */
    private static final double TWO_POINTS = 0.02;

    @Test
    void scale_isTheMeanSquareWithTenImaginedErrorsOfOne() {
        double[] errors = new double[30];
        Arrays.fill(errors, -2);

        VarianceCalibration calibration = new VarianceCalibration(errors);

        assertThat(calibration.scale).isCloseTo((30 * 4 + 10) / 40.0, within(1e-12));
        assertThat(calibration.reach(0.5)).isCloseTo(2 / Math.sqrt(3.25), within(1e-12));
    }

    @Test
    void reach_isTheRankThatSplitConformalPredictionTakes() {
        double[] errors = new double[99];
        for (int k = 0; k < errors.length; k++) {
            errors[k] = (k % 2 == 0 ? 1 : -1) * (k + 1);
        }
        VarianceCalibration calibration = new VarianceCalibration(errors);

        double unit = Math.sqrt(calibration.scale);
        assertThat(calibration.reach(0.5) * unit).isCloseTo(50, within(1e-9));
        assertThat(calibration.reach(0.8) * unit).isCloseTo(80, within(1e-9));
        assertThat(calibration.reach(0.999) * unit).isCloseTo(99, within(1e-9));
    }

    @Test
    void reach_withoutErrors_isThatOfChebyshev() {
        assertThat(VarianceCalibration.NONE.scale).isEqualTo(1);
        assertThat(VarianceCalibration.NONE.reach(0.75)).isCloseTo(2, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void interval_simulatedRatings_holdsTheShareThatItSays(long seed) {
        World world = World.of(seed, 400, 150, 40)
                .scale(RatingScale.of(-50, 60))
                .taste(3, 1.5)
                .hidden(30)
                .build();
        FactorModel model = MatrixFactorization.ofDefaults().fit(world.table);
        double squares = 0;
        for (double level : new double[] {0.5, 0.8, 0.95}) {
            int inside = 0;
            squares = 0;
            for (Rating hidden : world.hidden) {
                Interval interval = model.interval(hidden.userId(), hidden.itemId(), level);
                inside += interval.contains(hidden.value()) ? 1 : 0;
                double error = hidden.value() - model.predict(hidden.userId(), hidden.itemId());
                squares += error
                        * error
                        / model.variance(hidden.userId(), hidden.itemId()).orElseThrow();
            }
            assertThat((double) inside / world.hidden.size())
                    .as("seed %d, level %s", seed, level)
                    .isCloseTo(level, within(TWO_POINTS));
        }
        assertThat(squares / world.hidden.size()).isBetween(0.9, 1.1);
    }

    @Test
    void interval_liesOnTheScaleAndGrowsWithTheLevel() {
        FactorModel model = MatrixFactorization.ofDefaults()
                .fit(World.of(1, 40, 30, 12).scale(RatingScale.of(3, 7)).build().table);
        Interval half = model.interval("u1", "i1", 0.5);
        Interval most = model.interval("u1", "i1", 0.999);

        assertThat(most.lowest()).isBetween(3.0, half.lowest());
        assertThat(most.highest()).isBetween(half.highest(), 7.0);
        assertThat(half.contains(model.predict("u1", "i1"))).isTrue();
        for (double wrong : List.of(0.0, 1.0, Double.NaN)) {
            assertThatThrownBy(() -> model.interval("u1", "i1", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("level must be above 0 and below 1, but was " + wrong);
        }
        assertThatThrownBy(() -> new Interval(2, 1))
                .hasMessage("lowest and highest must be in order, but were 2.0..1.0");
    }

    @Test
    void interval_hardlyAnyRatings_isWideAndFinite() {
        FactorModel model = MatrixFactorization.ofDefaults().fit(Ratings.of("ann likes alien 5", "bob likes alien 1"));

        Interval interval = model.interval("ann", "nothing", 0.8);
        assertThat(interval.highest() - interval.lowest()).isBetween(1.0, 4.5);
        assertThat(model.variance("ann", "alien").orElseThrow()).isPositive().isFinite();
    }

    /** Ratings of contested items scatter more: their variance must say so. */
    @Test
    void noise_contestedItems_isMoreThanThatOfOthers() {
        World world = World.of(9, 300, 20, 15).spread(0.1, 0.1, 0.5).build();
        RatingTableBuilder builder = RatingTable.builder(RatingScale.of(0, 10));
        for (int row = 0; row < world.table.size(); row++) {
            int item = world.table.item(row);
            double value = world.table.value(row) - 5;
            String itemId = world.table.itemId(item);
            boolean contested = Integer.parseInt(itemId.substring(1)) < 5;
            builder.add(
                    new Rating(world.table.userId(world.table.user(row)), itemId, 5 + (contested ? 1.5 : 0.5) * value));
        }
        FactorModel model =
                MatrixFactorization.builder().factors(2).epochs(5).build().fit(builder.build());

        for (int contested = 0; contested < 5; contested++) {
            for (int other = 5; other < 20; other++) {
                assertThat(model.noise("i" + contested)).isGreaterThan(2 * model.noise("i" + other));
            }
        }
    }
}
