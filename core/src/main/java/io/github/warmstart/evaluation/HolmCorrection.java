// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction of p values for several comparisons: keeps the probability of any false alarm below the level, for
 * any dependence between them.
 *
 * <p>With the p values in rising order, {@code p(1) <= ... <= p(m)}, the adjusted value of the i-th is
 * {@code max over j <= i of min(1, (m - j + 1) p(j))}. For 0.01, 0.04 and 0.03 that is 0.03, 0.06 and 0.06: 0.01 times
 * three, 0.03 times two, and 0.04 times one, which must not be less than the previous one.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">Holm: A Simple Sequentially Rejective Multiple Test Procedure
 *     (1979)</a>
 */
final class HolmCorrection {

    private HolmCorrection() {}

    /**
     * The adjusted p values.
     *
     * @param pValues one for each comparison, each from 0 to 1; not modified
     * @return the adjusted values, in the order of the given ones
     * @throws IllegalArgumentException if a value is below 0, above 1 or NaN
     */
    static double[] adjusted(double... pValues) {
        for (double p : pValues) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException(
                        "p values must be between 0 and 1, but were " + Arrays.toString(pValues));
            }
        }
        int[] rising = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> pValues[index]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double highest = 0;
        for (int rank = 0; rank < rising.length; rank++) {
            highest = Math.max(highest, Math.min(1, (rising.length - rank) * pValues[rising[rank]]));
            adjusted[rising[rank]] = highest;
        }
        return adjusted;
    }
}
