// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NormalEquationsTest {

    /** Gauss and Jordan against Cholesky, 4 x 4, condition below 1e3. */
    private static final double EXACT = 1e-10;

    private static final int SIZE = 4;

    @Test
    void solve_workedExample_isThatByHand() {
        NormalEquations equations = new NormalEquations(1);
        equations.clear();
        equations.add(new double[] {2}, 3, 5);
        equations.addPrior(0, 8, 1);

        // (3 x 4 + 8) x = 3 x 2 x 5 + 8
        assertThat(equations.solve()[0]).isCloseTo(38 / 20.0, within(1e-15));
    }

    @Test
    void solve_manyRows_agreesWithGaussAndForgetsWhatWasBefore() {
        SplittableRandom random = new SplittableRandom(1);
        NormalEquations equations = new NormalEquations(SIZE);
        double[] start = new double[SIZE * SIZE];
        for (int k = 0; k < SIZE; k++) {
            start[k * SIZE + k] = 2;
        }
        start[1] = 0.5;
        start[SIZE] = 0.5;
        for (int time = 0; time < 3; time++) {
            Matrix left = new Matrix(SIZE, SIZE);
            Matrix right = new Matrix(SIZE, 1);
            if (time == 1) {
                equations.clear(start, 3);
                left.set(0, 1, 1.5);
                left.set(1, 0, 1.5);
            } else {
                equations.clear();
            }
            for (int k = 0; k < SIZE; k++) {
                left.set(k, k, (time == 1 ? 6 : 0) + 0.7);
                right.set(k, 0, 0.7 * k);
                equations.addPrior(k, 0.7, k);
            }
            for (int row = 0; row < 6; row++) {
                double[] f = random.doubles(SIZE, -1, 1).toArray();
                double weight = random.nextDouble(0.1, 3);
                equations.add(f, weight, row);
                Matrix column = Matrix.column(f);
                left = left.plus(weight, column.mult(column.transpose()));
                right = right.plus(weight * row, column);
            }
            double[] expected = left.invert().mult(right).column(0);
            double[] found = Arrays.copyOf(equations.solve(), SIZE);
            for (int k = 0; k < SIZE; k++) {
                assertThat(found[k]).as("time %d", time).isCloseTo(expected[k], within(EXACT));
            }
        }
    }

    @Test
    void solve_singular_saysWhatToDo() {
        NormalEquations equations = new NormalEquations(2);
        equations.clear();
        equations.add(new double[] {1, 0}, 1, 1);

        assertThatThrownBy(equations::solve)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "normal equations must be positive definite, but were not: raise regularization(...), or check that weights are not millions of times apart");
    }
}
