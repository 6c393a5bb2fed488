// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import io.github.warmstart.internal.rows.PairColumns;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Growing columns of interactions, before they are sorted. Confined to one thread. */
final class InteractionColumns extends PairColumns {

    /** Count of each row; null as long as all are 1. */
    private int @Nullable [] counts;

    InteractionColumns(int capacity) {
        super(capacity, "interactions");
    }

    void add(int user, int item, int count, long time) {
        int row = addPair(user, item, time);
        if (count != 1) {
            knownCounts();
        }
        if (counts != null) {
            counts[row] = count;
        }
    }

    private int[] knownCounts() {
        int[] known = counts;
        if (known == null) {
            known = new int[capacity()];
            Arrays.fill(known, 1);
            counts = known;
        }
        return known;
    }

    @Override
    protected void resize(int capacity) {
        counts = counts == null ? null : Arrays.copyOf(counts, capacity);
    }

    /** Merges the rows of each pair into its first, moves that to the front of the order, and returns the number of pairs. */
    int merge(int[] order) {
        int kept = 0;
        for (int row : order) {
            if (kept > 0 && samePair(order[kept - 1], row)) {
                int first = order[kept - 1];
                int[] known = knownCounts();
                known[first] = (int) Math.min(Integer.MAX_VALUE, (long) known[first] + known[row]);
                retime(first, earlier(time(first), time(row)));
            } else {
                order[kept++] = row;
            }
        }
        return kept;
    }

    private static long earlier(long a, long b) {
        return a == NO_TIME || b == NO_TIME ? Math.max(a, b) : Math.min(a, b);
    }

    /** The counts of the rows in this order, or null if all are 1. Empties the column. */
    int @Nullable [] sortedCounts(int[] order) {
        int[] taken = counts == null ? null : sorted(counts, order);
        counts = null;
        return taken;
    }
}
