// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTestTest {

    private static final double EXACT = 1e-12;

    @Test
    void pValue_fewerThanFourItems_isOne() {
        assertThat(PermutationTest.pValue(new double[] {1, 2, 3}, new double[] {-1, 0, 1}, 1))
                .isEqualTo(1);
        assertThat(PermutationTest.pValue(new double[0], new double[0], 1)).isEqualTo(1);
    }

    @Test
    void pValue_fourItemsInOrder_isOneOfAllTwentyFour() {
        double[] answers = {1, 2, 3, 5};
        double[] scores = {-3, -1, 1, 4};

        assertThat(PermutationTest.pValue(answers, scores, 1)).isCloseTo(1 / 24.0, within(EXACT));
        assertThat(PermutationTest.pValue(new double[] {5, 3, 2, 1}, scores, 1)).isEqualTo(1);
    }

    @Test
    void pValue_equalAnswers_isOne() {
        assertThat(PermutationTest.pValue(new double[] {3, 3, 3, 3, 3}, new double[] {1, -1, 2, -2, 0.3}, 1))
                .isEqualTo(1);
        double[] many = new double[50];
        Arrays.fill(many, 0.1);
        double[] scores = new SplittableRandom(1).doubles(50).toArray();
        assertThat(PermutationTest.pValue(many, scores, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void pValue_completeEnumeration_isTheShareOfAllOrders(int items) {
        SplittableRandom random = new SplittableRandom(items);
        double[] answers = random.doubles(items).toArray();
        double[] scores = random.doubles(items).toArray();

        int[] counts = new int[2];
        count(answers, scores, new boolean[items], 0, 0, sum(answers, scores), counts);

        assertThat(PermutationTest.pValue(answers, scores, 1)).isCloseTo((double) counts[1] / counts[0], within(EXACT));
    }

    private static void count(
            double[] answers, double[] scores, boolean[] used, int item, double sum, double observed, int[] counts) {
        if (item == answers.length) {
            counts[0]++;
            counts[1] += sum >= observed - EXACT ? 1 : 0;
            return;
        }
        for (int dealt = 0; dealt < answers.length; dealt++) {
            if (!used[dealt]) {
                used[dealt] = true;
                count(answers, scores, used, item + 1, sum + answers[dealt] * scores[item], observed, counts);
                used[dealt] = false;
            }
        }
    }

    private static double sum(double[] answers, double[] scores) {
        double sum = 0;
        for (int k = 0; k < answers.length; k++) {
            sum += answers[k] * scores[k];
        }
        return sum;
    }

    /** Heavy tails on purpose: the test assumes nothing of the scores. Four binomial standard deviations are allowed. */
    @ParameterizedTest
    @ValueSource(ints = {4, 6, 12})
    void pValue_answersByChance_isSmallNoMoreOftenThanItSays(int items) {
        SplittableRandom random = new SplittableRandom(items);
        int worlds = 2000;
        int small = 0;
        for (int world = 0; world < worlds; world++) {
            double[] answers = new double[items];
            double[] scores = new double[items];
            for (int k = 0; k < items; k++) {
                answers[k] = random.nextGaussian();
                scores[k] = Math.pow(random.nextGaussian(), 5);
            }
            small += PermutationTest.pValue(answers, scores, world) <= 0.05 ? 1 : 0;
        }
        assertThat((double) small / worlds).isLessThan(0.05 + 4 * Math.sqrt(0.05 * 0.95 / worlds));
    }

    @Test
    void pValue_sameSeed_isTheSame() {
        SplittableRandom random = new SplittableRandom(5);
        double[] answers = random.doubles(30).toArray();
        double[] scores = random.doubles(30).toArray();

        assertThat(PermutationTest.pValue(answers, scores, 7)).isEqualTo(PermutationTest.pValue(answers, scores, 7));
    }
}
