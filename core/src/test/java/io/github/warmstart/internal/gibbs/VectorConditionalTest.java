// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorConditionalTest {

    private static final int MANY = 60_000;

    private static VectorConditional filled(int rows, int columns, long seed) {
        Random random = new Random(seed);
        VectorConditional conditional = new VectorConditional();
        conditional.begin(rows, columns);
        for (int i = 0; i < rows * columns; i++) {
            conditional.features[i] = random.nextGaussian();
        }
        for (int i = 0; i < rows; i++) {
            conditional.targets[i] = 2 * random.nextGaussian();
        }
        for (int c = 0; c < columns; c++) {
            conditional.priorMean[c] = random.nextGaussian();
            conditional.priorPrecision[c] = 0.5 + random.nextDouble();
        }
        return conditional;
    }

    /** {@code (T + F'F)^-1}. */
    private static double[][] covariance(VectorConditional conditional, int rows, int columns) {
        double[][] precision = new double[columns][columns];
        for (int a = 0; a < columns; a++) {
            precision[a][a] = conditional.priorPrecision[a];
            for (int b = 0; b < columns; b++) {
                for (int i = 0; i < rows; i++) {
                    precision[a][b] += conditional.features[i * columns + a] * conditional.features[i * columns + b];
                }
            }
        }
        return Dense.inverse(precision);
    }

    private static double[] mean(VectorConditional conditional, double[][] covariance, int rows, int columns) {
        double[] information = new double[columns];
        for (int c = 0; c < columns; c++) {
            information[c] = conditional.priorPrecision[c] * conditional.priorMean[c];
            for (int i = 0; i < rows; i++) {
                information[c] += conditional.features[i * columns + c] * conditional.targets[i];
            }
        }
        return Dense.times(covariance, information);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, true", "2, 5, true", "1, 3, false", "2, 5, false", "9, 3, false", "4, 1, false", "0, 2, true"})
    void draw_ofASmallProblem_hasTheMomentsOfThePosterior(int rows, int columns, boolean byRows) {
        VectorConditional conditional = filled(rows, columns, rows * 31L + columns);
        double[][] covariance = covariance(conditional, rows, columns);
        double[] mean = mean(conditional, covariance, rows, columns);
        Draws draws = Draws.of(9);
        double[] sums = new double[columns];
        double[][] products = new double[columns][columns];
        for (int i = 0; i < MANY; i++) {
            conditional.draw(draws, byRows);
            for (int a = 0; a < columns; a++) {
                assertThat(conditional.mean[a]).isCloseTo(mean[a], within(1e-10));
                sums[a] += (conditional.drawn[a] - mean[a]) / MANY;
                for (int b = 0; b < columns; b++) {
                    products[a][b] += (conditional.drawn[a] - mean[a]) * (conditional.drawn[b] - mean[b]) / MANY;
                }
            }
        }

        for (int a = 0; a < columns; a++) {
            assertThat(sums[a]).isCloseTo(0, within(5 * Math.sqrt(covariance[a][a] / MANY)));
            for (int b = 0; b < columns; b++) {
                double error = Math.sqrt(2 * covariance[a][a] * covariance[b][b] / MANY);
                assertThat(products[a][b]).isCloseTo(covariance[a][b], within(5 * error));
            }
        }
    }

    @Test
    void draw_ofRowsOfEnormousWeight_staysFinite() {
        VectorConditional conditional = filled(3, 6, 1);
        for (int i = 0; i < 18; i++) {
            conditional.features[i] *= 1e6;
        }

        for (boolean byRows : new boolean[] {true, false}) {
            conditional.draw(Draws.of(4), byRows);
            assertThat(Arrays.stream(conditional.drawn).boxed()).allMatch(one -> Math.abs(one) < 1e3);
        }
    }
}
