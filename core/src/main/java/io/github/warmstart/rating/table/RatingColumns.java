// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import io.github.warmstart.rating.RatingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Growing columns of rows, before they are sorted. Confined to one thread. */
final class RatingColumns {

    /** Value in {@link #times} for an unknown time. */
    static final long NO_TIME = Long.MIN_VALUE;

    int size;
    int[] users;
    int[] items;
    float[] values;
    /** Weight of each row; null as long as all are 1. */
    float @Nullable [] weights;
    /** Epoch milliseconds of each row; null while no row has a time. */
    long @Nullable [] times;

    RatingColumns(int capacity) {
        users = new int[capacity];
        items = new int[capacity];
        values = new float[capacity];
    }

    void add(int user, int item, double value, double weight, long time) {
        if (size == users.length) {
            grow();
        }
        users[size] = user;
        items[size] = item;
        values[size] = (float) value;
        if (weight != 1 && weights == null) {
            weights = new float[users.length];
            Arrays.fill(weights, 0, size, 1f);
        }
        if (weights != null) {
            weights[size] = (float) weight;
        }
        if (time != NO_TIME && times == null) {
            times = new long[users.length];
            Arrays.fill(times, 0, size, NO_TIME);
        }
        if (times != null) {
            times[size] = time;
        }
        size++;
    }

    private void grow() {
        // by one half, up to the maximum length of an array
        int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(16L, users.length + (users.length >> 1)));
        if (capacity == size) {
            throw new RatingException("a table holds at most %d ratings: sample the source".formatted(size));
        }
        resize(capacity);
    }

    /** Releases unused capacity. */
    void trim() {
        resize(size);
    }

    private void resize(int capacity) {
        users = Arrays.copyOf(users, capacity);
        items = Arrays.copyOf(items, capacity);
        values = Arrays.copyOf(values, capacity);
        weights = weights == null ? null : Arrays.copyOf(weights, capacity);
        times = times == null ? null : Arrays.copyOf(times, capacity);
    }

    /** The users of the rows in this order. This and the next four methods empty their column. */
    int[] sortedUsers(int[] order) {
        int[] taken = sorted(users, order);
        users = new int[0];
        return taken;
    }

    int[] sortedItems(int[] order) {
        int[] taken = sorted(items, order);
        items = new int[0];
        return taken;
    }

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

    long @Nullable [] sortedTimes(int[] order) {
        long[] column = times;
        if (column == null) {
            return null;
        }
        long[] taken = new long[order.length];
        for (int row = 0; row < order.length; row++) {
            taken[row] = column[order[row]];
        }
        times = null;
        return taken;
    }

    private static int[] sorted(int[] column, int[] order) {
        int[] taken = new int[order.length];
        for (int row = 0; row < order.length; row++) {
            taken[row] = column[order[row]];
        }
        return taken;
    }

    private static float[] sorted(float[] column, int[] order) {
        float[] taken = new float[order.length];
        for (int row = 0; row < order.length; row++) {
            taken[row] = column[order[row]];
        }
        return taken;
    }

    float weight(int row) {
        return weights == null ? 1f : weights[row];
    }

    long time(int row) {
        return times == null ? NO_TIME : times[row];
    }

    /** The rows in the order of user, then item, then as they were added. O(rows + users + items). */
    int[] order(int userCount, int itemCount) {
        int[] byItem = stableOrder(items, itemCount, null);
        return stableOrder(users, userCount, byItem);
    }

    private int[] stableOrder(int[] keys, int keyCount, int @Nullable [] before) {
        int[] next = new int[keyCount + 1];
        for (int row = 0; row < size; row++) {
            next[keys[row] + 1]++;
        }
        for (int key = 0; key < keyCount; key++) {
            next[key + 1] += next[key];
        }
        int[] order = new int[size];
        for (int position = 0; position < size; position++) {
            int row = before == null ? position : before[position];
            order[next[keys[row]]++] = row;
        }
        return order;
    }
}
