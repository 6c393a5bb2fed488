// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {

    /** Counts its steps. */
    private static final class Counted implements UnaryOperator<double[]> {
        private final UnaryOperator<double[]> step;
        private int steps;

        Counted(UnaryOperator<double[]> step) {
            this.step = step;
        }

        @Override
        public double[] apply(double[] theta) {
            steps++;
            return step.apply(theta);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.9, 0.99})
    void of_slowLinearStep_findsItsFixedPointInFewSteps(double rate) {
        Counted step = new Counted(theta -> new double[] {3 + rate * (theta[0] - 3)});

        double[] found = FixedPoint.of(step, new double[] {-20});

        assertThat(found[0]).isCloseTo(3, within(1e-6));
        assertThat(step.steps).isLessThanOrEqualTo(6);
    }

    @Test
    void of_curvedStep_findsTheRootOfItsEquation() {
        // x = cos x
        double[] found = FixedPoint.of(theta -> new double[] {Math.cos(theta[0])}, new double[] {1});

        assertThat(found[0]).isCloseTo(0.7390851332151607, within(1e-7));
    }

    @Test
    void of_stepsOfSeveralRates_findsAllComponents() {
        Counted step = new Counted(theta -> new double[] {
            1 + 0.95 * (theta[0] - 1) + 0.01 * (theta[1] + 2), -2 + 0.5 * (theta[1] + 2), 0.5 + 0.8 * (theta[2] - 0.5)
        });

        double[] found = FixedPoint.of(step, new double[] {10, 10, 10});

        assertThat(found).containsExactly(new double[] {1, -2, 0.5}, within(1e-5));
        assertThat(step.steps).isLessThan(60);
    }

    @Test
    void of_startAtTheFixedPoint_staysThere() {
        assertThat(FixedPoint.of(theta -> theta.clone(), new double[] {7, 8})).containsExactly(7, 8);
    }

    @Test
    void of_leavesTheStartAsItWas() {
        double[] start = {5};

        FixedPoint.of(theta -> new double[] {theta[0] / 2}, start);

        assertThat(start).containsExactly(5);
    }
}
