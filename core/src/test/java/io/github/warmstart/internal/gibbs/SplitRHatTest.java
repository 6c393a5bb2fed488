// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SplitRHatTest {

    @Test
    void of_anExampleWorkedByHand_isExact() {
        List<double[]> chain =
                List.of(new double[] {99}, new double[] {1}, new double[] {3}, new double[] {4}, new double[] {8});

        // halves (1, 3) and (4, 8): means 2 and 6, variances 2 and 8, within 5, between 8, half 2
        assertThat(SplitRHat.of(chain)).isCloseTo(Math.sqrt(0.5 + 8.0 / 5), within(1e-12));
    }

    @Test
    void of_aSettledChain_isNearOne_andOfADriftingOneAbove() {
        Random random = new Random(1);
        List<double[]> settled = new ArrayList<>();
        List<double[]> drifting = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            settled.add(new double[] {random.nextGaussian(), 5});
            drifting.add(new double[] {random.nextGaussian() + i / 100.0, 5});
        }

        assertThat(SplitRHat.of(settled)).isCloseTo(1, within(0.02));
        assertThat(SplitRHat.of(drifting)).isGreaterThan(SamplingChain.CONVERGED);
    }

    @Test
    void of_aChainThatDoesNotMoveOrHardlyBegan_isOne() {
        assertThat(SplitRHat.of(List.of(new double[] {1}, new double[] {1}, new double[] {1}, new double[] {1})))
                .isEqualTo(1);
        assertThat(SplitRHat.of(List.of(new double[] {1}, new double[] {7}))).isEqualTo(1);
        assertThat(SplitRHat.of(List.of())).isEqualTo(1);
    }

    @Test
    void of_twoFixedLevels_isVeryLarge() {
        assertThat(SplitRHat.of(List.of(new double[] {1}, new double[] {1}, new double[] {2}, new double[] {2})))
                .isGreaterThan(1e6);
    }
}
