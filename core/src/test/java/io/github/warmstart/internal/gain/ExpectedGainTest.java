// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.factorization.AlternatingLeastSquares;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.LinearPosterior;
import io.github.warmstart.recommend.RatingModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Expected gains against formulas worked out another way. */
class ExpectedGainTest {

    private static final double EXACT = 1e-12;
    /** Two ways through inverses. */
    private static final double ROUNDING = 1e-8;

    private final RatingTable table = table();
    private final BiasModel bias = new BiasRecommender().fit(table);
    private final ExpectedGain gain = ExpectedGain.of(table, bias, List.of("i0", "new"), List.of("u0", "stranger"));

    private static RatingTable table() {
        SplittableRandom random = new SplittableRandom(3);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < 30; user++) {
            for (int item = 0; item < 12; item++) {
                if (random.nextInt(3) > 0) {
                    ratings.add(new Rating("u" + user, "i" + item, 1 + random.nextInt(5)));
                }
            }
        }
        return RatingTable.read(RatingSource.of(RatingScale.of(1, 5, 1), ratings));
    }

    private double exposure(String itemId) {
        return 1 + table.itemSize(table.itemIndex(itemId));
    }

    @Test
    void squaredError_isNoiseAndWhatIsNotKnown() {
        double weights = 1;
        double items = bias.itemVariance();
        for (int item = 0; item < 12; item++) {
            weights += exposure("i" + item);
            items += exposure("i" + item) * bias.itemMeanVariance("i" + item);
        }
        double users = (bias.userEffectVariance("u0") + bias.userVariance()) / 2;

        assertThat(gain.squaredError()).isCloseTo(bias.noiseVariance() + users + items / weights, within(EXACT));
    }

    @Test
    void ofAudience_isTheDropOfPosteriorVariance() {
        double v = bias.itemMeanVariance("i3");
        double weights = table.size() + 13;

        assertThat(gain.ofAudience(List.of("i3", "new"), 0.2))
                .isCloseTo(
                        (exposure("i3") * (v - 1 / (1 / v + 1 / 0.2))
                                        + bias.itemVariance()
                                        - 1 / (1 / bias.itemVariance() + 1 / 0.2))
                                / weights,
                        within(EXACT));
        assertThat(gain.ofAudience(List.of(), 0.2)).isZero();
    }

    @Test
    void ofUser_levelsOnly_isTheDropOfTheEffectsVariance() {
        double v = bias.userEffectVariance("u0");
        double precision = 1 / v;
        double noise = 0;
        double weights = 0;
        for (int item = 0; item < 12; item++) {
            double own = bias.noiseVariance() + bias.itemMeanVariance("i" + item);
            noise += exposure("i" + item) * own;
            weights += exposure("i" + item);
        }
        for (String itemId : List.of("i1", "i2")) {
            precision += 1 / (bias.noiseVariance() + bias.itemMeanVariance(itemId) + noise / weights * 0.75 / 0.25);
        }

        assertThat(gain.ofUser(bias, "u0", List.of("i1", "i2"), 0.25)).isCloseTo(v - 1 / precision, within(EXACT));
    }

    /** The covariance after the answers, by the inverse of the sum of precisions, with the shared error as one more unknown. */
    @Test
    void ofUser_tastes_isTheDropOfTheAverageVarianceWithTheLevelLeftOut() {
        RatingModel model =
                AlternatingLeastSquares.builder().factors(2).seed(1).build().fit(table);
        LinearPosterior posterior = model.linearPosterior("u0").orElseThrow();
        int size = posterior.size();
        List<String> asked = List.of("i1", "i4", "i7", "i9");
        double noise = 0;
        double weights = 0;
        double[][] moments = new double[size][size];
        for (String itemId : model.itemIds()) {
            add(moments, posterior.features(itemId), exposure(itemId));
            noise += exposure(itemId) * posterior.noise(itemId);
            weights += exposure(itemId);
        }
        double[][] before = new double[size + 1][size + 1];
        for (int row = 0; row < size; row++) {
            System.arraycopy(posterior.covariance(), row * size, before[row], 0, size);
        }
        before[size][size] = 16;
        double[][] precision = inverse(before);
        for (String itemId : asked) {
            double[] f = Arrays.copyOf(posterior.features(itemId), size + 1);
            f[size] = 1;
            add(precision, f, 1 / (posterior.noise(itemId) + noise / weights * (1 - 0.4) / 0.4));
        }
        double[][] after = inverse(precision);
        double drop = 0;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                drop += (before[row][column] - after[row][column]) * moments[row][column] / weights;
            }
        }

        assertThat(gain.ofUser(model, "u0", asked, 0.4)).isPositive().isCloseTo(drop, within(ROUNDING));
    }

    private static void add(double[][] to, double[] f, double weight) {
        for (int row = 0; row < f.length; row++) {
            for (int column = 0; column < f.length; column++) {
                to[row][column] += weight * f[row] * f[column];
            }
        }
    }

    /** By Gauss and Jordan; of positive definite matrices, which need no pivots. */
    private static double[][] inverse(double[][] matrix) {
        int size = matrix.length;
        double[][] wide = new double[size][2 * size];
        for (int row = 0; row < size; row++) {
            System.arraycopy(matrix[row], 0, wide[row], 0, size);
            wide[row][size + row] = 1;
        }
        for (int pivot = 0; pivot < size; pivot++) {
            double by = wide[pivot][pivot];
            for (int column = 0; column < 2 * size; column++) {
                wide[pivot][column] /= by;
            }
            for (int row = 0; row < size; row++) {
                double factor = row == pivot ? 0 : wide[row][pivot];
                for (int column = 0; column < 2 * size; column++) {
                    wide[row][column] -= factor * wide[pivot][column];
                }
            }
        }
        double[][] inverse = new double[size][];
        for (int row = 0; row < size; row++) {
            inverse[row] = Arrays.copyOfRange(wide[row], size, 2 * size);
        }
        return inverse;
    }

    @Test
    void ofUser_moreAnswersOrBetterOnes_gainMore() {
        double few = gain.ofUser(bias, "u0", List.of("i1"), 0.1);

        assertThat(gain.ofUser(bias, "u0", List.of("i1", "i2"), 0.1)).isGreaterThan(few);
        assertThat(gain.ofUser(bias, "u0", List.of("i1"), 0.2)).isGreaterThan(few);
        assertThat(gain.ofUser(bias, "u0", List.of(), 0.2)).isZero();
    }
}
