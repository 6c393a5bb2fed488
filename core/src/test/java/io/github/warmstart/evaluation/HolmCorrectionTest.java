// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HolmCorrectionTest {

    private static final double EXACT = 1e-12;

    @Test
    void adjusted_exampleOfThePage_isThatByHand() {
        assertThat(HolmCorrection.adjusted(0.01, 0.04, 0.03))
                .containsExactly(new double[] {0.03, 0.06, 0.06}, within(EXACT));
    }

    @Test
    void adjusted_oneOrNone_staysAsItIs() {
        assertThat(HolmCorrection.adjusted(0.04)).containsExactly(0.04);
        assertThat(HolmCorrection.adjusted()).isEmpty();
    }

    @Test
    void adjusted_largeValues_endAtOne() {
        assertThat(HolmCorrection.adjusted(0.9, 0.6, 1)).containsExactly(1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void adjusted_isTheLeastLevelAtWhichTheProcedureRejects(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] p = random.doubles(1 + random.nextInt(9)).map(x -> x * x * x).toArray();
        if (p.length > 2) {
            p[1] = p[0];
        }

        double[] adjusted = HolmCorrection.adjusted(p);

        for (int index = 0; index < p.length; index++) {
            assertThat(adjusted[index]).as("seed %d", seed).isGreaterThanOrEqualTo(p[index]);
            assertThat(rejects(p, index, adjusted[index] + EXACT))
                    .as("seed %d", seed)
                    .isTrue();
            if (adjusted[index] < 1) {
                assertThat(rejects(p, index, adjusted[index] - EXACT))
                        .as("seed %d", seed)
                        .isFalse();
            }
        }
    }

    /** The procedure as Holm put it: step down from the smallest, and stop at the first that is not rejected. */
    private static boolean rejects(double[] p, int wanted, double level) {
        double[] sorted = Arrays.stream(p).sorted().toArray();
        for (int step = 0; step < sorted.length; step++) {
            if (sorted[step] > Math.min(level, 1) / (sorted.length - step) && level < 1) {
                return p[wanted] < sorted[step];
            }
        }
        return true;
    }

    @Test
    void adjusted_doesNotTouchItsArgument() {
        double[] p = {0.5, 0.1};

        HolmCorrection.adjusted(p);

        assertThat(p).containsExactly(0.5, 0.1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void adjusted_noPValue_isAnError(double value) {
        assertThatThrownBy(() -> HolmCorrection.adjusted(0.5, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("p values must be between 0 and 1, but were [0.5, " + value + "]");
    }
}
