// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

/**
 * Hit rate of a hidden choice at the top of a list: hits in the first 20, 50, 100 and 200, averaged.
 *
 * <p>Hits at one depth have little statistical power; the mean over four depths has more. Worked example: an item with 60
 * items above it is a hit in the first 100 and 200, and counts 1/2.
 */
public final class TopHits {

    /** Depth of the longest list: an item with this many items above it is not a hit. */
    public static final int DEEPEST = 200;

    private static final int[] DEPTHS = {20, 50, 100, DEEPEST};

    private TopHits() {}

    /**
     * The value of one hidden choice.
     *
     * @param better number of items above it
     * @return 0 to 1
     */
    public static double of(double better) {
        int hits = 0;
        for (int depth : DEPTHS) {
            hits += better < depth ? 1 : 0;
        }
        return hits / (double) DEPTHS.length;
    }
}
