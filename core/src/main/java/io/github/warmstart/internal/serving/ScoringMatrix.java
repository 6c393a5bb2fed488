// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of the items that a model can recommend, laid out for scoring all of them: items in the order of their ids,
 * in blocks of {@value #BLOCK}, factor by factor.
 *
 * <p>Takes 4 bytes an item and factor and some 24 an item besides the vectors of the model. Immutable, thread-safe.
 */
final class ScoringMatrix {

    /*
     * A row-major scan takes a sum over the factors of each item, which C2 does not turn into vector instructions: it may
     * not change the order of additions. Factor by factor, the same position of many items is added up, which it does,
     * if rows are arrays of their own and the loop has one store and no offset. 1024 floats of scores stay in the first
     * cache. Four factors a pass is the best: one takes 1.2, eight 3.5 times as long.
     */
    static final int BLOCK = 1024;

    private static final int AT_ONCE = 4;

    /** By position, in the order of ids. */
    final String[] ids;
    /** By position: the index in the table, or -1. */
    final int[] indices;
    /** By position: index of the item in the model's own list. */
    final int[] places;
    /** Rating of an average user, by block. */
    final float[][] means;
    /** Vectors by block and factor, zero for an item that has none. */
    private final float[][][] blocks;

    private final int factors;
    private double longest;
    private double highest;

    ScoringMatrix(LearnedFactors learned, List<String> itemIds) {
        factors = learned.factors();
        int size = itemIds.size();
        places = sorted(itemIds);
        ids = new String[size];
        indices = new int[size];
        int count = (size + BLOCK - 1) / BLOCK;
        means = new float[count][];
        blocks = new float[count][][];
        for (int block = 0; block < count; block++) {
            int length = Math.min(BLOCK, size - block * BLOCK);
            means[block] = new float[length];
            blocks[block] = new float[factors][length];
            for (int at = 0; at < length; at++) {
                int position = block * BLOCK + at;
                ids[position] = itemIds.get(places[position]);
                indices[position] = learned.table.itemIndex(ids[position]);
                fill(learned, block, at, position);
            }
        }
    }

    /** The indices of the list in the order of its ids. */
    private static int[] sorted(List<String> itemIds) {
        Integer[] order = new Integer[itemIds.size()];
        String[] ids = itemIds.toArray(String[]::new);
        for (int place = 0; place < order.length; place++) {
            order[place] = place;
        }
        Arrays.sort(order, (a, b) -> ids[a].compareTo(ids[b]));
        int[] places = new int[order.length];
        for (int position = 0; position < places.length; position++) {
            places[position] = order[position];
        }
        return places;
    }

    private void fill(LearnedFactors learned, int block, int at, int position) {
        int item = indices[position];
        double mean = learned.itemMean(ids[position], item);
        means[block][at] = (float) mean;
        highest = Math.max(highest, Math.abs(mean));
        double square = 0;
        if (learned.ratedItem(item)) {
            for (int k = 0; k < factors; k++) {
                float one = learned.items.data[item * factors + k];
                blocks[block][k][at] = one;
                square += (double) one * one;
            }
        }
        longest = Math.max(longest, Math.sqrt(square));
    }

    int size() {
        return ids.length;
    }

    int blockCount() {
        return means.length;
    }

    /**
     * Scores of the items of a block for a user with this vector and no effect, in float.
     *
     * @param vector of the user; null for a user without one
     * @param scores filled from 0 to the length of the block
     * @return the length of the block
     */
    int score(int block, float @Nullable [] vector, float[] scores) {
        int length = means[block].length;
        System.arraycopy(means[block], 0, scores, 0, length);
        if (vector != null) {
            int k = 0;
            for (; k + AT_ONCE <= factors; k += AT_ONCE) {
                four(blocks[block], vector, k, scores, length);
            }
            for (; k < factors; k++) {
                one(blocks[block][k], vector[k], scores, length);
            }
        }
        return length;
    }

    private static void one(float[] row, float factor, float[] scores, int length) {
        for (int at = 0; at < length; at++) {
            scores[at] += factor * row[at];
        }
    }

    private static void four(float[][] rows, float[] vector, int k, float[] scores, int length) {
        float[] r0 = rows[k];
        float[] r1 = rows[k + 1];
        float[] r2 = rows[k + 2];
        float[] r3 = rows[k + 3];
        float v0 = vector[k];
        float v1 = vector[k + 1];
        float v2 = vector[k + 2];
        float v3 = vector[k + 3];
        for (int at = 0; at < length; at++) {
            scores[at] += v0 * r0[at] + v1 * r1[at] + (v2 * r2[at] + v3 * r3[at]);
        }
    }

    /**
     * Error bound of a score of {@link #score} plus an effect: the bound of a float sum of products.
     *
     * @see <a href="https://doi.org/10.1137/1.9780898718027">Higham: Accuracy and Stability of Numerical Algorithms
     *     (2002), section 3.1</a>
     */
    double error(float @Nullable [] vector, double effect) {
        double square = 0;
        for (int k = 0; vector != null && k < factors; k++) {
            square += (double) vector[k] * vector[k];
        }
        double unit = Math.ulp(1f);
        return (factors + 4) * unit * (highest + Math.abs(effect) + Math.sqrt(square) * longest) + Float.MIN_NORMAL;
    }

    /** Vectors of some items of a block as columns of doubles: one array a factor. */
    void columns(int block, int start, int count, double[][] into) {
        for (int k = 0; k < factors; k++) {
            float[] row = blocks[block][k];
            for (int at = 0; at < count; at++) {
                into[k][at] = row[start + at];
            }
        }
    }
}
