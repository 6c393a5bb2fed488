// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Matrix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FayHerriotTest {

    /** Another way of inverting, for 3 x 3 matrices of condition 1e3 or so. */
    private static final double EXACT = 1e-9;

    private static final double[] NO_MEANS = {0, 0, 0};
    private static final double[] NEARLY_FREE = {1e-6, 1e-6, 1e-6};

    /** Areas with an intercept and two covariates; the truth is (2, -1, 0.5). */
    private static final class Areas {
        final double[][] x;
        final double[] y;
        final double[] sampling;

        Areas(long seed, int size, double tau) {
            SplittableRandom random = new SplittableRandom(seed);
            x = new double[size][];
            y = new double[size];
            sampling = new double[size];
            for (int row = 0; row < size; row++) {
                x[row] = new double[] {1, random.nextGaussian(), random.nextGaussian()};
                sampling[row] = 0.05 + random.nextDouble();
                y[row] = 2
                        - x[row][1]
                        + 0.5 * x[row][2]
                        + tau * random.nextGaussian()
                        + Math.sqrt(sampling[row]) * random.nextGaussian();
            }
        }

        FayHerriot fit(double start) {
            return FayHerriot.fit(x, y, sampling, NO_MEANS, NEARLY_FREE, start);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_givenItsOwnTau_isTheGeneralisedLeastSquares(long seed) {
        Areas areas = new Areas(seed, 40, 0.7);
        double[] means = {1, 0.5, 0};
        double[] precisions = {4, 1, 0.25};

        FayHerriot fit = FayHerriot.fit(areas.x, areas.y, areas.sampling, means, precisions, 0.4);

        Matrix x = new Matrix(40, 3);
        Matrix inverse = new Matrix(40, 40);
        for (int row = 0; row < 40; row++) {
            for (int k = 0; k < 3; k++) {
                x.set(row, k, areas.x[row][k]);
            }
            inverse.set(row, row, 1 / (areas.sampling[row] + fit.unexplained()));
        }
        Matrix prior = new Matrix(3, 3);
        for (int k = 0; k < 3; k++) {
            prior.set(k, k, precisions[k]);
        }
        Matrix covariance = x.transpose().mult(inverse).mult(x).plus(1, prior).invert();
        Matrix beta = covariance.mult(
                x.transpose().mult(inverse).mult(Matrix.column(areas.y)).plus(1, prior.mult(Matrix.column(means))));
        Matrix probe = Matrix.column(1, -2, 3);
        for (int k = 0; k < 3; k++) {
            assertThat(fit.coefficient(k)).as("seed %d", seed).isCloseTo(beta.get(k), within(EXACT));
            assertThat(fit.standardError(k))
                    .as("seed %d", seed)
                    .isCloseTo(Math.sqrt(covariance.get(k, k)), within(EXACT));
        }
        assertThat(fit.predict(new double[] {1, -2, 3}))
                .isCloseTo(beta.transpose().mult(probe).get(0), within(EXACT));
        assertThat(fit.variance(new double[] {1, -2, 3}))
                .isCloseTo(fit.unexplained() + covariance.quadratic(probe), within(EXACT));
    }

    /** At the end of the passes tau is what one more pass of expectation maximisation makes of it. */
    @Test
    void unexplained_atTheEnd_isAFixedPoint() {
        Areas areas = new Areas(4, 200, 0.6);
        double start = 0.3;

        FayHerriot fit = areas.fit(start);

        double tau2 = fit.unexplained();
        double sum = FayHerriot.PRIOR_STRENGTH * start;
        for (int row = 0; row < 200; row++) {
            double posterior = 1 / (1 / tau2 + 1 / areas.sampling[row]);
            double effect = posterior / areas.sampling[row] * (areas.y[row] - fit.predict(areas.x[row]));
            sum += effect * effect + posterior;
        }
        assertThat(sum / (200 + FayHerriot.PRIOR_STRENGTH)).isCloseTo(tau2, within(1e-6 * start));
    }

    @Test
    void fit_manyAreas_recoversTheTruth() {
        FayHerriot fit = new Areas(5, 4000, 0.6).fit(0.1);

        assertThat(fit.coefficient(0)).isCloseTo(2, within(4 * fit.standardError(0)));
        assertThat(fit.coefficient(1)).isCloseTo(-1, within(4 * fit.standardError(1)));
        assertThat(fit.coefficient(2)).isCloseTo(0.5, within(4 * fit.standardError(2)));
        // ten imagined areas of 0.1 among 4,000 of 0.36; the sampling error is about 0.02
        assertThat(fit.unexplained()).isCloseTo(0.36, within(0.06));
    }

    /** Of 400 intervals of plus and minus 1.96 errors 95 % hold the truth, within three binomial errors and 2 %. */
    @Test
    void standardErrors_overManyWorlds_coverAsOftenAsTheySay() {
        int[] covered = new int[3];
        double[] truth = {2, -1, 0.5};
        for (int seed = 0; seed < 400; seed++) {
            FayHerriot fit = new Areas(100 + seed, 60, 0.6).fit(0.36);
            for (int k = 0; k < 3; k++) {
                covered[k] += Math.abs(fit.coefficient(k) - truth[k]) < 1.96 * fit.standardError(k) ? 1 : 0;
            }
        }
        for (int k = 0; k < 3; k++) {
            assertThat(covered[k] / 400.0).as("coefficient %d", k).isBetween(0.95 - 0.033 - 0.02, 0.95 + 0.033);
        }
    }

    @Test
    void fit_withoutAreas_isThePrior() {
        FayHerriot fit = FayHerriot.fit(
                new double[0][], new double[0], new double[0], new double[] {3, 1}, new double[] {4, 16}, 0.2);

        assertThat(fit.coefficient(0)).isCloseTo(3, within(EXACT));
        assertThat(fit.coefficient(1)).isCloseTo(1, within(EXACT));
        assertThat(fit.standardError(0)).isCloseTo(0.5, within(EXACT));
        assertThat(fit.standardError(1)).isCloseTo(0.25, within(EXACT));
        assertThat(fit.unexplained()).isCloseTo(0.2, within(EXACT));
        assertThat(fit.variance(new double[] {1, 2})).isCloseTo(0.2 + 0.25 + 4 / 16.0, within(EXACT));
    }

    @Test
    void fit_collinearCovariates_isHeldByThePrior() {
        double[][] x = {{1, 2, 2}, {1, 3, 3}, {1, 4, 4}};

        FayHerriot fit = FayHerriot.fit(
                x, new double[] {2, 3, 4}, new double[] {0.1, 0.1, 0.1}, NO_MEANS, new double[] {1e-6, 1, 1}, 0.1);

        assertThat(fit.coefficient(1)).isCloseTo(fit.coefficient(2), within(EXACT));
        assertThat(fit.predict(new double[] {1, 3, 3})).isCloseTo(3, within(1e-3));
    }
}
