// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Matrix;
import io.github.warmstart.internal.calibration.SlopeEvidence.Areas;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlopeEvidenceTest {

    private static final double LENGTH = 4;
    private static final double CENTRE = 3;
    /** Two ways of inverting matrices of condition 1e4 or so. */
    private static final double EXACT = 1e-7;

    private static final List<double[]> RIDGES = List.of(new double[] {0.1, 50}, new double[] {0.1, 5});
    /** Answers that are right have a slope of 1 on the truth; noise has none. */
    private static final double MEAN_SPREAD = 0.5;

    /** Items with one attribute; the answer is the true mean times a share of it, and noise. */
    private static Areas areas(long seed, int items, double truth, double noise) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = new double[items][];
        double[] answers = new double[items];
        double[] means = new double[items];
        double[] sampling = new double[items];
        for (int item = 0; item < items; item++) {
            double mean = MEAN_SPREAD * random.nextGaussian();
            x[item] = new double[] {1, random.nextInt(2)};
            sampling[item] = 0.1 + random.nextDouble();
            means[item] = CENTRE + mean + Math.sqrt(sampling[item]) * random.nextGaussian();
            answers[item] = CENTRE + truth * mean + noise * random.nextGaussian();
        }
        return new Areas(x, answers, means, sampling);
    }

    private static SlopeEvidence evidence(Areas areas) {
        return SlopeEvidence.of(areas, CENTRE, RIDGES, LENGTH);
    }

    /** The log density of the means, normal with all coefficients integrated out, from the full covariance matrix. */
    private static double logDensity(Areas areas, double[] ridge, double unexplained, boolean sloped) {
        int n = areas.size();
        double centre = Arrays.stream(areas.answers()).average().orElseThrow();
        Matrix covariance = new Matrix(n, n);
        Matrix left = new Matrix(n, 1);
        for (int row = 0; row < n; row++) {
            double a = areas.answers()[row] - centre;
            left.set(row, 0, areas.means()[row] - CENTRE - (sloped ? SlopeEvidence.DEFAULT_SLOPE * a : 0));
            for (int column = 0; column < n; column++) {
                double sum = row == column ? areas.sampling()[row] + unexplained : 0;
                for (int k = 0; k < ridge.length; k++) {
                    sum += areas.covariates()[row][k] * areas.covariates()[column][k] / ridge[k];
                }
                double b = areas.answers()[column] - centre;
                sum += sloped ? a * b * SlopeEvidence.SLOPE_SPREAD * SlopeEvidence.SLOPE_SPREAD : 0;
                covariance.set(row, column, sum);
            }
        }
        return -0.5 * logDeterminant(covariance.toArray())
                - 0.5 * covariance.invert().quadratic(left);
    }

    private static double logDeterminant(double[][] rows) {
        double log = 0;
        for (int k = 0; k < rows.length; k++) {
            log += Math.log(rows[k][k]);
            for (int row = k + 1; row < rows.length; row++) {
                double factor = rows[row][k] / rows[k][k];
                for (int column = k; column < rows.length; column++) {
                    rows[row][column] -= factor * rows[k][column];
                }
            }
        }
        return log;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void logBayesFactor_fewItems_isThatOfTheFullCovariance(long seed) {
        Areas areas = areas(seed, 7, 1, 0.3);

        double withSlope = 0;
        double without = 0;
        for (int step = 0; step < SlopeEvidence.STEPS; step++) {
            double share = SlopeEvidence.LOWEST_SHARE
                    * Math.pow(
                            SlopeEvidence.HIGHEST_SHARE / SlopeEvidence.LOWEST_SHARE,
                            step / (SlopeEvidence.STEPS - 1.0));
            double distance = Math.log(share / SlopeEvidence.DEFAULT_SHARE);
            for (double[] ridge : RIDGES) {
                double prior = Math.exp(-0.5 * distance * distance);
                withSlope += prior * Math.exp(logDensity(areas, ridge, share * LENGTH * LENGTH, true));
                without += prior * Math.exp(logDensity(areas, ridge, share * LENGTH * LENGTH, false));
            }
        }

        assertThat(evidence(areas).logBayesFactor()).isCloseTo(Math.log(withSlope / without), within(EXACT));
    }

    @Test
    void slope_manyItems_isThatOfTheTruth() {
        SlopeEvidence right = evidence(areas(1, 2000, 1, 0));
        SlopeEvidence half = evidence(areas(1, 2000, 2, 0));

        assertThat(right.slope()).isCloseTo(1, within(4 * right.slopeError()));
        assertThat(half.slope()).isCloseTo(0.5, within(4 * half.slopeError()));
        assertThat(right.slopeError()).isLessThan(0.06);
    }

    @Test
    void probability_rightAnswers_isNearOne() {
        assertThat(evidence(areas(1, 300, 1, 0.3)).probability()).isGreaterThan(0.99);
    }

    @Test
    void probability_reversedAnswers_isZeroThoughTheyTellMuch() {
        SlopeEvidence reversed = evidence(areas(1, 3000, -1, 0.1));

        assertThat(reversed.logBayesFactor()).isPositive();
        assertThat(reversed.slope()).isNegative();
        assertThat(reversed.probability()).isZero();
    }

    @Test
    void probability_answersThatAreAllTheSame_isNoEvidence() {
        assertThat(evidence(areas(1, 50, 0, 0)).logBayesFactor()).isCloseTo(0, within(EXACT));
    }

    /** By Markov's inequality a Bayes factor of 3 has a probability of at most 1/3; noise of this size reaches it far less often. */
    @Test
    void probability_noise_seldomReachesThreeQuarters() {
        int high = 0;
        for (int seed = 0; seed < 400; seed++) {
            high += evidence(areas(seed, 40, 0, 0.5)).probability() >= 0.75 ? 1 : 0;
        }
        assertThat(high).isLessThanOrEqualTo(12);
    }

    @Test
    void scores_always_sumToZero() {
        assertThat(Arrays.stream(evidence(areas(3, 60, 1, 0.3)).scores()).sum()).isCloseTo(0, within(EXACT));
    }

    @Test
    void of_shiftedAnswers_isTheSame() {
        Areas areas = areas(2, 30, 1, 0.3);
        double[] higher = Arrays.stream(areas.answers()).map(a -> a + 1).toArray();

        SlopeEvidence shifted = evidence(new Areas(areas.covariates(), higher, areas.means(), areas.sampling()));

        assertThat(shifted.logBayesFactor()).isCloseTo(evidence(areas).logBayesFactor(), within(EXACT));
        assertThat(shifted.slope()).isCloseTo(evidence(areas).slope(), within(EXACT));
    }
}
