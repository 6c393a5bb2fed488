// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.rows;

import io.github.warmstart.rating.RatingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Growing columns of user, item and time, before rows are sorted. Subclasses add columns. For one thread. */
public abstract class PairColumns {

    /** Value for an unknown time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private final String plural;
    private int size;
    private int[] users;
    private int[] items;
    /** Epoch milliseconds of each row; null as long as no time is known. */
    private long @Nullable [] times;

    /**
     * Empty columns.
     *
     * @param capacity rows that fit before the columns grow
     * @param plural what rows are, for errors: {@code ratings}
     */
    protected PairColumns(int capacity, String plural) {
        this.plural = plural;
        users = new int[capacity];
        items = new int[capacity];
    }

    /**
     * Adds a row; the columns of the subclass are resized before.
     *
     * @return the new row
     */
    protected int addPair(int user, int item, long time) {
        if (size == users.length) {
            grow();
        }
        users[size] = user;
        items[size] = item;
        if (time != NO_TIME && times == null) {
            times = new long[users.length];
            Arrays.fill(times, 0, size, NO_TIME);
        }
        if (times != null) {
            times[size] = time;
        }
        return size++;
    }

    private void grow() {
        // by one half, up to the maximum length of an array
        int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(16L, users.length + (long) (users.length >> 1)));
        if (capacity == size) {
            throw new RatingException("a table holds at most %d %s: sample the source".formatted(size, plural));
        }
        resizeAll(capacity);
    }

    /** Releases unused capacity. */
    public void trim() {
        resizeAll(size);
    }

    private void resizeAll(int capacity) {
        users = Arrays.copyOf(users, capacity);
        items = Arrays.copyOf(items, capacity);
        times = times == null ? null : Arrays.copyOf(times, capacity);
        resize(capacity);
    }

    /** Resizes the columns of the subclass. */
    protected abstract void resize(int capacity);

    /** Rows that fit before the columns grow. */
    protected int capacity() {
        return users.length;
    }

    /** Rows added. */
    public int size() {
        return size;
    }

    /** Time of a row in epoch milliseconds, or {@link #NO_TIME}. */
    public long time(int row) {
        return times == null ? NO_TIME : times[row];
    }

    /** Whether two rows have the same user and item. */
    public boolean samePair(int a, int b) {
        return users[a] == users[b] && items[a] == items[b];
    }

    /** Replaces the time of a row; only where times are known at all. */
    protected void retime(int row, long time) {
        if (times != null) {
            times[row] = time;
        }
    }

    /** The users of the rows in this order. This and the next two methods empty their column. */
    public int[] sortedUsers(int[] order) {
        int[] taken = sorted(users, order);
        users = new int[0];
        return taken;
    }

    /** The items of the rows in this order. */
    public int[] sortedItems(int[] order) {
        int[] taken = sorted(items, order);
        items = new int[0];
        return taken;
    }

    /** The times of the rows in this order, or null if none is known. */
    public long @Nullable [] sortedTimes(int[] order) {
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

    /** The values of a column in this order. */
    protected static int[] sorted(int[] column, int[] order) {
        int[] taken = new int[order.length];
        for (int row = 0; row < order.length; row++) {
            taken[row] = column[order[row]];
        }
        return taken;
    }

    /** The rows in the order of user, then item, then as they were added. O(rows + users + items). */
    public int[] order(int userCount, int itemCount) {
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

    /** Where the rows of each key start once they are sorted by it; one entry more than keys. */
    public static int[] starts(int[] keys, int keyCount) {
        int[] starts = new int[keyCount + 1];
        for (int key : keys) {
            starts[key + 1]++;
        }
        for (int key = 0; key < keyCount; key++) {
            starts[key + 1] += starts[key];
        }
        return starts;
    }

    /** The rows sorted by key, rows of one key in their order. */
    public static int[] rowsByKey(int[] keys, int[] starts) {
        int[] rows = new int[keys.length];
        int[] next = starts.clone();
        for (int row = 0; row < keys.length; row++) {
            rows[next[keys[row]]++] = row;
        }
        return rows;
    }
}
