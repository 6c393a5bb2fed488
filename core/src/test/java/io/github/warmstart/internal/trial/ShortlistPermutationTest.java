// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortlistPermutationTest {

    @Test
    void pValue_ownListsFit_isSmallAndOthersAreNot() {
        int users = 12;
        double[][] fits = new double[users][users];
        double[][] others = new double[users][users];
        for (int user = 0; user < users; user++) {
            fits[user][user] = 1;
            others[user][(user + 1) % users] = 1;
        }

        assertThat(ShortlistPermutation.pValue(fits, 1)).isEqualTo(0.001);
        assertThat(ShortlistPermutation.pValue(others, 1)).isEqualTo(1);
    }

    @Test
    void pValue_twoUsers_canShowNothing() {
        assertThat(ShortlistPermutation.pValue(new double[][] {{1, 0}, {0, 1}}, 1))
                .isBetween(0.4, 0.6);
    }
}
