// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {

    /** Sums of up to 65 products of size 1 to 100. */
    private static final double EXACT = 1e-9;

    private static double[] vector(int size, SplittableRandom random) {
        double[] vector = new double[size];
        for (int k = 0; k < size; k++) {
            vector[k] = random.nextDouble() - 0.5;
        }
        return vector;
    }

    /** The sum of outer products, and a unit matrix. */
    private static double[][] definite(int size, SplittableRandom random) {
        double[][] matrix = new double[size][size];
        for (int turn = 0; turn < size; turn++) {
            add(matrix, vector(size, random));
        }
        for (int k = 0; k < size; k++) {
            matrix[k][k] += 1;
        }
        return matrix;
    }

    private static void add(double[][] matrix, double[] x) {
        for (int row = 0; row < x.length; row++) {
            for (int column = 0; column < x.length; column++) {
                matrix[row][column] += x[row] * x[column];
            }
        }
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = matrix.clone();
        for (int row = 0; row < copy.length; row++) {
            copy[row] = matrix[row].clone();
        }
        return copy;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 20, 65})
    void factor_timesItsTranspose_isTheMatrix(int size) {
        double[][] matrix = definite(size, new SplittableRandom(size));
        double[][] upper = copy(matrix);

        Cholesky.factor(upper);

        for (int row = 0; row < size; row++) {
            for (int column = row; column < size; column++) {
                double sum = 0;
                for (int k = 0; k <= row; k++) {
                    sum += upper[k][row] * upper[k][column];
                }
                assertThat(sum).isCloseTo(matrix[row][column], within(EXACT));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 20, 65})
    void solve_afterSolveTransposed_solvesTheSystem(int size) {
        SplittableRandom random = new SplittableRandom(size);
        double[][] matrix = definite(size, random);
        double[][] upper = copy(matrix);
        Cholesky.factor(upper);
        double[] right = vector(size, random);
        double[] x = right.clone();

        Cholesky.solveTransposed(upper, x);
        Cholesky.solve(upper, x);

        for (int row = 0; row < size; row++) {
            assertThat(Vectors.interleavedDot(matrix[row], x, 0, size)).isCloseTo(right[row], within(EXACT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 20, 65})
    void update_thousandTimes_isTheFactorOfTheSum(int size) {
        SplittableRandom random = new SplittableRandom(size);
        double[][] matrix = definite(size, random);
        double[][] upper = copy(matrix);
        Cholesky.factor(upper);
        for (int turn = 0; turn < 1_000; turn++) {
            double[] x = vector(size, random);
            add(matrix, x);
            Cholesky.update(upper, x);
        }
        Cholesky.factor(matrix);

        for (int row = 0; row < size; row++) {
            for (int column = row; column < size; column++) {
                assertThat(upper[row][column]).isCloseTo(matrix[row][column], within(EXACT));
            }
        }
    }

    @Test
    void factor_notPositiveDefinite_isAnError() {
        assertThatThrownBy(() -> Cholesky.factor(new double[][] {{1, 2}, {2, 1}}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("matrix must be positive definite, but pivot 2 of 2 is -3.0: check weights and priors");
        assertThatThrownBy(() -> Cholesky.factor(new double[][] {{Double.NaN}}))
                .hasMessageContaining("pivot 1 of 1 is NaN");
    }
}
