// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.internal.logit.ChoiceSet;
import io.github.warmstart.internal.logit.ConditionalLogit;
import io.github.warmstart.internal.logit.LogitPrior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ListHeadTest {

    private static final LogitPrior WIDE = new LogitPrior(new double[] {1, 1}, new double[] {3, 3});

    private static ChoiceSet set(float[][] columns, int... targets) {
        float[] ones = new float[columns[0].length];
        Arrays.fill(ones, 1);
        return new ChoiceSet(columns, ones, targets, 0.5);
    }

    @Test
    void of_threeAlternatives_keepsTheBestTwo_andTheTargetsAmongThem() {
        ChoiceSet set = set(new float[][] {{1, 3, 2}}, 0, 2);

        List<ChoiceSet> heads = ListHead.of(List.of(set), new double[] {1}, 2);

        assertThat(heads).hasSize(1);
        assertThat(heads.get(0).columns()[0]).containsExactly(3, 2);
        assertThat(heads.get(0).targets()).containsExactly(1);
        assertThat(heads.get(0).multiplicities()).containsExactly(1, 1);
        assertThat(heads.get(0).weight()).isEqualTo(0.5);
    }

    @Test
    void of_personWhoChoseNothingOfTheHead_isLeftOut() {
        assertThat(ListHead.of(List.of(set(new float[][] {{1, 3, 2}}, 0)), new double[] {1}, 2))
                .isEmpty();
    }

    @Test
    void of_headLargerThanTheCatalogue_changesNothing() {
        ChoiceSet set = set(new float[][] {{1, 3, 2}}, 0);

        ChoiceSet head = ListHead.of(List.of(set), new double[] {1}, 10).get(0);

        assertThat(head.columns()[0]).containsExactly(1, 3, 2);
        assertThat(head.targets()).containsExactly(0);
    }

    /** People follow popularity with exponent 1 as far as the head, and 0.3 within it: a list needs the second. */
    @Test
    void fit_popularityThatCountsLessInTheHead_learnsTheExponentOfTheHead() {
        double[] everywhere = fit(Integer.MAX_VALUE);
        double[] inTheHead = fit(50);

        assertThat(everywhere[0]).isGreaterThan(0.6);
        assertThat(inTheHead[0]).isCloseTo(0.3, within(0.2));
        assertThat(inTheHead[1]).isCloseTo(1, within(0.2));
    }

    private static double[] fit(int size) {
        SplittableRandom random = new SplittableRandom(1);
        List<ChoiceSet> sets = new ArrayList<>();
        for (int person = 0; person < 1000; person++) {
            float[] popularity = new float[1000];
            float[] personal = new float[1000];
            double[] shares = new double[1000];
            double sum = 0;
            for (int item = 0; item < shares.length; item++) {
                popularity[item] = (float) -Math.log(1 + item);
                personal[item] = random.nextInt(4) == 0 ? 1 : 0;
                double knee = -Math.log(100);
                double utility = 0.3 * Math.max(knee, popularity[item]) + 3 * Math.min(0, popularity[item] - knee);
                shares[item] = Math.exp(utility + personal[item]);
                sum += shares[item];
            }
            int chosen = 0;
            for (double left = random.nextDouble() * sum - shares[0]; left > 0; left -= shares[chosen]) {
                chosen++;
            }
            sets.add(set(new float[][] {popularity, personal}, chosen));
        }
        double[] first = new ConditionalLogit(sets, WIDE).fit();
        return new ConditionalLogit(ListHead.of(sets, first, size), WIDE).fit(first);
    }
}
