// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Matrix;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserPosteriorTest {

    /** Solving by Cholesky and inverting by LU differ by a few roundings of well-conditioned 5 x 5 matrices. */
    private static final double EXACT = 1e-10;

    @Test
    void solve_oneFeature_isTheShrunkenMeanByHand() {
        UserPosterior posterior = new UserPosterior(new DMatrixRMaj(new double[][] {{2}}));
        posterior.add(new double[] {1}, 3, 0.5);
        posterior.add(new double[] {1}, -1, 1.5);

        posterior.solve();

        // precision 2 + 0.5 + 1.5, information 1.5 - 1.5
        assertThat(posterior.mean()[0]).isCloseTo(0, within(EXACT));
        assertThat(posterior.variance(new double[] {1})).isCloseTo(0.25, within(EXACT));
        assertThat(posterior.variance(new double[] {2})).isCloseTo(1, within(EXACT));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void solve_randomRatings_agreesWithBruteForce(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 5;
        int rows = 1 + random.nextInt(12);
        Matrix root = random(random, size, size);
        Matrix prior = root.mult(root.transpose()).plus(1, Matrix.identity(size));
        Matrix features = random(random, rows, size);
        Matrix targets = random(random, rows, 1);
        Matrix weights = Matrix.identity(rows);
        UserPosterior posterior = new UserPosterior(new DMatrixRMaj(prior.toArray()));
        for (int row = 0; row < rows; row++) {
            weights.set(row, row, 0.1 + random.nextDouble());
            posterior.add(features.row(row), targets.get(row), weights.get(row, row));
        }

        posterior.solve();

        Matrix covariance =
                prior.plus(1, features.transpose().mult(weights).mult(features)).invert();
        Matrix mean = covariance.mult(features.transpose()).mult(weights).mult(targets);
        Matrix probe = random(random, size, 1);
        for (int k = 0; k < size; k++) {
            assertThat(posterior.mean()[k]).as("seed %d", seed).isCloseTo(mean.get(k), within(EXACT));
        }
        assertThat(posterior.variance(probe.column(0)))
                .as("seed %d", seed)
                .isCloseTo(covariance.quadratic(probe), within(EXACT));
    }

    @Test
    void solve_withoutRatings_isThePrior() {
        UserPosterior posterior = new UserPosterior(new DMatrixRMaj(new double[][] {{4, 0}, {0, 0.5}})).solve();

        assertThat(posterior.mean()).containsExactly(0, 0);
        assertThat(posterior.variance(new double[] {1, 1})).isCloseTo(0.25 + 2, within(EXACT));
    }

    @Test
    void solve_notPositiveDefinite_isAnError() {
        UserPosterior posterior = new UserPosterior(new DMatrixRMaj(new double[][] {{1, 2}, {2, 1}}));

        assertThatThrownBy(posterior::solve)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the precision of a user's posterior is not positive definite");
    }

    private static Matrix random(SplittableRandom random, int rows, int columns) {
        Matrix matrix = new Matrix(rows, columns);
        for (int k = 0; k < rows * columns; k++) {
            matrix.set(k / columns, k % columns, random.nextGaussian());
        }
        return matrix;
    }
}
