// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import io.github.warmstart.internal.rows.PairColumns;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Growing columns of ratings, before they are sorted. Confined to one thread. */
final class RatingColumns extends PairColumns {

    float[] values;
    /** Weight of each row; null as long as all are 1. */
    float @Nullable [] weights;

    RatingColumns(int capacity) {
        super(capacity, "ratings");
        values = new float[capacity];
    }

    void add(int user, int item, double value, double weight, long time) {
        int row = addPair(user, item, time);
        values[row] = (float) value;
        if (weight != 1 && weights == null) {
            weights = new float[capacity()];
            Arrays.fill(weights, 0, row, 1f);
        }
        if (weights != null) {
            weights[row] = (float) weight;
        }
    }

    @Override
    protected void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
        weights = weights == null ? null : Arrays.copyOf(weights, capacity);
    }

    /** The values of the rows in this order. This and the next method empty their column. */
    float[] sortedValues(int[] order) {
        float[] taken = sorted(values, order);
        values = new float[0];
        return taken;
    }

    float @Nullable [] sortedWeights(int[] order) {
        float[] taken = weights == null ? null : sorted(weights, order);
        weights = null;
        return taken;
    }

    private static float[] sorted(float[] column, int[] order) {
        float[] taken = new float[order.length];
        for (int row = 0; row < order.length; row++) {
            taken[row] = column[order[row]];
        }
        return taken;
    }
}
