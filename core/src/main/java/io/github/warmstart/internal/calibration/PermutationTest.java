// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One-sided permutation test of a relation between answers and observations: the share of all assignments of the
 * answers to the items whose statistic {@code sum_i a_i S_i} is at least that of the answers as given.
 *
 * <p>The test is exact: if the answers are exchangeable over items, a p-value of at most {@code alpha} has a
 * probability of at most {@code alpha}, whatever the distribution of the scores is. So a wrong assumption about the
 * ratings cannot make noise pass. With up to {@value #MAX_EXACT_ITEMS} items all permutations are counted; with more,
 * {@value #DRAWS} are drawn and the p-value is {@code (1 + count) / (}{@value #DRAWS}{@code  + 1)}. With fewer than
 * {@value #MIN_ITEMS} items the smallest possible p-value is above 0.05, and the result is 1.
 *
 * @see <a href="https://doi.org/10.1214/088342304000000396">Ernst: Permutation Methods: A Basis for Exact Inference
 *     (2004)</a>
 * @see <a href="https://doi.org/10.2202/1544-6115.1585">Phipson and Smyth: Permutation P-values Should Never Be Zero
 *     (2010)</a>
 */
final class PermutationTest {

    /** Minimum number of items for a p-value below 1. */
    static final int MIN_ITEMS = 4;

    static final int MAX_EXACT_ITEMS = 6;
    static final int DRAWS = 999;
    /** Sums that differ by no more than rounding are equal: share of the sum of absolute terms. */
    private static final double ROUNDING = 1e-12;

    private PermutationTest() {}

    /**
     * P-value of the hypothesis that answers and scores are unrelated, against that of a positive relation.
     *
     * @param answers one answer per item; not modified
     * @param scores observed scores of the same items; not modified
     * @param seed seed of the drawn permutations
     * @return above 0, at most 1
     */
    static double pValue(double[] answers, double[] scores, long seed) {
        int items = answers.length;
        if (items < MIN_ITEMS) {
            return 1;
        }
        double size = 0;
        for (int k = 0; k < items; k++) {
            size += Math.abs(answers[k] * scores[k]);
        }
        double observed = statistic(answers, scores) - ROUNDING * size;
        return items <= MAX_EXACT_ITEMS
                ? complete(answers, scores, observed)
                : drawn(answers, scores, observed, new SplittableRandom(seed));
    }

    private static double drawn(double[] answers, double[] scores, double observed, SplittableRandom random) {
        double[] dealt = answers.clone();
        int count = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int k = dealt.length - 1; k > 0; k--) {
                swap(dealt, k, random.nextInt(k + 1));
            }
            count += statistic(dealt, scores) >= observed ? 1 : 0;
        }
        return count / (DRAWS + 1.0);
    }

    /** All permutations, by Heap's algorithm (1963). */
    private static double complete(double[] answers, double[] scores, double observed) {
        double[] dealt = answers.clone();
        int[] counters = new int[dealt.length];
        Arrays.fill(counters, 0);
        int total = 1;
        int count = statistic(dealt, scores) >= observed ? 1 : 0;
        int k = 1;
        while (k < dealt.length) {
            if (counters[k] < k) {
                swap(dealt, k % 2 == 0 ? 0 : counters[k], k);
                total++;
                count += statistic(dealt, scores) >= observed ? 1 : 0;
                counters[k]++;
                k = 1;
            } else {
                counters[k] = 0;
                k++;
            }
        }
        return (double) count / total;
    }

    private static void swap(double[] values, int a, int b) {
        double kept = values[a];
        values[a] = values[b];
        values[b] = kept;
    }

    private static double statistic(double[] answers, double[] scores) {
        double sum = 0;
        for (int k = 0; k < answers.length; k++) {
            sum += answers[k] * scores[k];
        }
        return sum;
    }
}
