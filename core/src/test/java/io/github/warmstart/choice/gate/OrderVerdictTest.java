// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderVerdictTest {

    private static final Map<Integer, Double> ZERO = figures(0);

    /** Forty users around a mean. */
    private static Map<Integer, Double> figures(double mean) {
        SplittableRandom random = new SplittableRandom(1);
        Map<Integer, Double> figures = new LinkedHashMap<>();
        for (int user = 0; user < 40; user++) {
            figures.put(user, mean + random.nextDouble() - 0.5);
        }
        return figures;
    }

    private static Map<Integer, Double> shifted(double by) {
        Map<Integer, Double> figures = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(2);
        ZERO.forEach((user, value) -> figures.put(user, value + by + 0.2 * (random.nextDouble() - 0.5)));
        return figures;
    }

    private static OrderVerdict verdict(double share, double hits) {
        return OrderVerdict.of(ChoiceSignal.SIMILAR, ZERO, shifted(share), ZERO, shifted(hits), 1);
    }

    @Test
    void of_bothBetter_isFullWeight() {
        assertThat(verdict(0.2, 0.2).weight()).isEqualTo(1);
    }

    @Test
    void of_shareBetterAndHitsUnclear_isHalf() {
        assertThat(verdict(0.2, 0).weight()).isEqualTo(OrderVerdict.HALF);
    }

    @Test
    void of_shareBetterAndHitsWorse_isWithheld() {
        OrderVerdict verdict = verdict(0.2, -0.2);

        assertThat(verdict.applied()).isFalse();
        assertThat(verdict.toString()).contains("similar: weight 0.0, hits at the top are significantly worse");
    }

    @Test
    void of_shareUnclear_isWithheldWhateverTheHits() {
        assertThat(verdict(0, 0.2).applied()).isFalse();
        assertThat(OrderVerdict.of(ChoiceSignal.SIMILAR, Map.of(), Map.of(), Map.of(), Map.of(), 1)
                        .applied())
                .isFalse();
    }

    @Test
    void orPermutation_undecided_isHalfIfPassed() {
        assertThat(verdict(0, 0).orPermutation(0.01).weight()).isEqualTo(OrderVerdict.HALF);
        assertThat(verdict(0, 0).orPermutation(0.06).applied()).isFalse();
        assertThat(verdict(-0.3, 0).orPermutation(0.01).applied()).isFalse();
        assertThat(verdict(0.2, 0.2).orPermutation(0.9).weight()).isEqualTo(1);
    }

    @Test
    void ifHeadImproves_headUnclear_isWithheld() {
        assertThat(verdict(0.2, 0.2).ifHeadImproves(ZERO, shifted(0.2), 1).weight())
                .isEqualTo(1);
        assertThat(verdict(0.2, 0.2).ifHeadImproves(ZERO, shifted(0), 1).applied())
                .isFalse();
        assertThat(verdict(0.2, 0.2).ifHeadImproves(Map.of(), Map.of(), 1).applied())
                .isFalse();
    }
}
