// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeanDifferenceTest {

    @Test
    void of_twoUsers_isTheWorkedExample() {
        MeanDifference found = MeanDifference.of(new double[] {0.1, 0.3}, new double[] {0.2, 0.6}, 1000, 1);

        assertThat(found.difference()).isCloseTo(0.2, within(1e-12));
        assertThat(found.low()).isCloseTo(0.1, within(1e-12));
        assertThat(found.high()).isCloseTo(0.3, within(1e-12));
        assertThat(found.users()).isEqualTo(2);
    }

    @Test
    void of_normalDifferences_agreesWithTheNormalInterval() {
        SplittableRandom random = new SplittableRandom(4);
        double[] before = new double[400];
        double[] after = new double[400];
        for (int user = 0; user < 400; user++) {
            after[user] = 0.1 + Math.sqrt(12) * (random.nextDouble() - 0.5);
        }

        MeanDifference found = MeanDifference.of(before, after, 4000, 1);

        // the standard error of 400 numbers of deviation 1 is 0.05
        assertThat(found.high() - found.low()).isCloseTo(2 * 1.96 * 0.05, within(0.015));
        assertThat(found.upperBound() - found.lowerBound()).isCloseTo(2 * 1.645 * 0.05, within(0.015));
    }

    @Test
    void of_usersWithoutAFigure_areLeftOut() {
        assertThat(MeanDifference.of(new double[] {1, Double.NaN, 3}, new double[] {2, 2, Double.NaN}, 100, 1)
                        .users())
                .isEqualTo(1);
        assertThat(MeanDifference.of(new double[0], new double[0], 100, 1).difference())
                .isNaN();
    }

    @Test
    void of_wrongArguments_areRefused() {
        assertThatThrownBy(() -> MeanDifference.of(new double[1], new double[2], 100, 1))
                .hasMessage("before and after must hold the same users, but hold 1 and 2");
        assertThatThrownBy(() -> MeanDifference.of(new double[1], new double[1], 99, 1))
                .hasMessage("resamples must be >= 100, but was 99");
    }
}
