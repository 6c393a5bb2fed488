// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.trial;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Permutation test of shortlists: whether lists fit their own users better than the lists of others do, by an affinity that
 * does not depend on lists.
 *
 * <p>The statistic is the sum over users of the fit of their own list. The p value is
 * {@code (1 + number of permutations with a sum at least as great) / (1 + permutations)}. Worked example: two users, own
 * lists fit by 1, exchanged ones by 0: half of all permutations are the identity, so p is near 1/2, and the test has no power
 * with two users.
 *
 * @see <a href="https://doi.org/10.2202/1544-6115.1585">Phipson, Smyth: Permutation P-values Should Never Be Zero
 *     (2010)</a>
 */
public final class ShortlistPermutation {

    private static final int PERMUTATIONS = 999;
    private static final double ROUNDING = 1e-9;

    private ShortlistPermutation() {}

    /**
     * Runs the test.
     *
     * @param fits fit of each list to each user: one row per user, one column per list
     * @param seed seed of the permutations
     * @return the p value, above 0 and at most 1
     */
    public static double pValue(double[][] fits, long seed) {
        int users = fits.length;
        int[] order = new int[users];
        Arrays.setAll(order, user -> user);
        double own = sum(fits, order);
        SplittableRandom random = new SplittableRandom(seed);
        int reached = 0;
        for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
            for (int size = users; size > 1; size--) {
                int other = random.nextInt(size);
                int kept = order[size - 1];
                order[size - 1] = order[other];
                order[other] = kept;
            }
            reached += sum(fits, order) >= own - ROUNDING * Math.abs(own) ? 1 : 0;
        }
        return (1.0 + reached) / (1 + PERMUTATIONS);
    }

    private static double sum(double[][] fits, int[] order) {
        double sum = 0;
        for (int user = 0; user < order.length; user++) {
            sum += fits[user][order[user]];
        }
        return sum;
    }
}
