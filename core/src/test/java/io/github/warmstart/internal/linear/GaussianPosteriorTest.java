// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Matrix;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bayesian linear regression three ways, against the normal equations by plain matrices. */
class GaussianPosteriorTest {

    /** Matrices of up to 17 x 17 with a condition of about 1e4. */
    private static final double EXACT = 1e-9;

    private static final double EFFECT = 0.7;

    private static FMatrixRMaj vectors(int rows, int factors, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FMatrixRMaj matrix = new FMatrixRMaj(rows, factors);
        for (int k = 0; k < matrix.data.length; k++) {
            matrix.data[k] = (float) random.nextGaussian();
        }
        return matrix;
    }

    private static RegressionRows evidence(int size, int factors, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FMatrixRMaj vectors = vectors(size, factors, seed + 1);
        RegressionRows evidence = new RegressionRows(factors, 4);
        for (int row = 0; row < size; row++) {
            evidence.add(Vectors.row(vectors, row), random.nextGaussian(), 0.2 + random.nextDouble());
        }
        return evidence;
    }

    private static VectorPrior prior(int factors) {
        return VectorPrior.of(vectors(3 * factors, factors, 99), row -> row != 1);
    }

    /** {@code (prior^-1 + sum f f' / noise)^-1}, and times the information: covariance and mean. */
    private static Matrix[] normalEquations(VectorPrior prior, RegressionRows evidence) {
        int size = 1 + prior.factors;
        Matrix covariance = new Matrix(size, size);
        covariance.set(0, 0, EFFECT);
        for (int row = 1; row < size; row++) {
            for (int column = 1; column < size; column++) {
                covariance.set(row, column, prior.covariance[row - 1][column - 1]);
            }
        }
        Matrix precision = covariance.invert();
        Matrix information = new Matrix(size, 1);
        for (int rating = 0; rating < evidence.size; rating++) {
            Matrix f = features(evidence.vectors[rating]);
            precision = precision.plus(1 / evidence.noises[rating], f.mult(f.transpose()));
            information = information.plus(evidence.targets[rating] / evidence.noises[rating], f);
        }
        Matrix inverse = precision.invert();
        return new Matrix[] {inverse, inverse.mult(information)};
    }

    private static Matrix features(double[] vector) {
        Matrix features = new Matrix(1 + vector.length, 1);
        features.set(0, 0, 1);
        for (int k = 0; k < vector.length; k++) {
            features.set(1 + k, 0, vector[k]);
        }
        return features;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1, 16", "5, 3", "5, 7", "16, 16", "40, 16", "3, 5"})
    void meanAndVariance_bothWays_agreeWithTheNormalEquations(int ratings, int factors) {
        RegressionRows evidence = evidence(ratings, factors, 3);
        VectorPrior prior = prior(factors);
        Matrix[] expected = normalEquations(prior, evidence);

        GaussianPosterior posterior = GaussianPosterior.of(EFFECT, prior, evidence);
        double[] dual = DualRegression.mean(EFFECT, prior, evidence);

        for (int k = 0; k <= factors; k++) {
            assertThat(posterior.mean()[k]).isCloseTo(expected[1].get(k), within(EXACT));
            assertThat(dual[k]).isCloseTo(expected[1].get(k), within(EXACT));
        }
        double[] asked = Vectors.row(vectors(1, factors, 7), 0);
        assertThat(posterior.variance(asked)).isCloseTo(expected[0].quadratic(features(asked)), within(EXACT));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void plus_oneByOne_isTheSameAsAtOnce(int factors) {
        VectorPrior prior = prior(factors);
        RegressionRows all = evidence(30, factors, 5);
        GaussianPosterior grown = GaussianPosterior.of(EFFECT, prior, new RegressionRows(factors, 0));
        for (int rating = 0; rating < all.size; rating++) {
            RegressionRows one = new RegressionRows(factors, 1);
            one.add(all.vectors[rating], all.targets[rating], all.noises[rating]);
            grown = grown.plus(one);
        }
        GaussianPosterior atOnce = GaussianPosterior.of(EFFECT, prior, all);

        assertThat(grown.mean()).containsExactly(atOnce.mean(), within(EXACT));
        double[] asked = Vectors.row(vectors(1, factors, 7), 0);
        assertThat(grown.variance(asked)).isCloseTo(atOnce.variance(asked), within(EXACT));
    }

    @Test
    void plus_leavesTheOldOneAsItWas() {
        GaussianPosterior before = GaussianPosterior.of(EFFECT, prior(4), evidence(6, 4, 1));
        double[] mean = before.mean().clone();
        double variance = before.variance(new double[] {1, 2, 3, 4});

        before.plus(evidence(3, 4, 2));

        assertThat(before.mean()).containsExactly(mean);
        assertThat(before.variance(new double[] {1, 2, 3, 4})).isEqualTo(variance);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void variances_manyAtOnce_areTheSameAsOneByOne(int factors) {
        GaussianPosterior posterior = GaussianPosterior.of(EFFECT, prior(factors), evidence(9, factors, 4));
        FMatrixRMaj asked = vectors(11, factors, 8);
        double[][] columns = new double[factors][11];
        for (int row = 0; row < 11; row++) {
            for (int k = 0; k < factors; k++) {
                columns[k][row] = asked.get(row, k);
            }
        }
        double[] variances = new double[11];

        posterior.variances(columns, variances, 11);

        for (int row = 0; row < 11; row++) {
            assertThat(variances[row]).isCloseTo(posterior.variance(Vectors.row(asked, row)), within(EXACT));
        }
    }

    @Test
    void sample_manyTimes_hasMeanAndVarianceOfThePosterior() {
        GaussianPosterior posterior = GaussianPosterior.of(EFFECT, prior(3), evidence(4, 3, 4));
        double[] asked = {0.5, -1, 2};
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        NormalDraws normal = new NormalDraws(1);
        for (int draw = 0; draw < draws; draw++) {
            double[] sample = posterior.sample(normal);
            double value = sample[0] + asked[0] * sample[1] + asked[1] * sample[2] + asked[2] * sample[3];
            sum += value / draws;
            squares += value * value / draws;
        }
        double[] mean = posterior.mean();
        double expected = mean[0] + asked[0] * mean[1] + asked[1] * mean[2] + asked[2] * mean[3];

        // four standard errors of a mean and of a variance
        double variance = posterior.variance(asked);
        assertThat(sum).isCloseTo(expected, within(4 * Math.sqrt(variance / draws)));
        assertThat(squares - sum * sum).isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / draws)));
    }
}
