// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.recommend.Recommendation;
import java.util.Arrays;
import java.util.List;

/**
 * The n best items so far, in a heap with the worst on top: a better score, or the same score and the smaller id, is
 * better. For one thread.
 */
final class TopN {

    private final int most;
    private double[] ranks;
    private Recommendation[] items;
    private int size;

    TopN(int most) {
        this.most = most;
        ranks = new double[Math.min(most, 64)];
        items = new Recommendation[ranks.length];
    }

    /** What a score must reach: no item below it is wanted. */
    double floor() {
        if (most == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return size < most ? Double.NEGATIVE_INFINITY : ranks[0];
    }

    /** Whether an item would be kept. */
    boolean wants(double rank, String itemId) {
        return size < most || (most > 0 && worse(ranks[0], items[0].itemId(), rank, itemId));
    }

    /** Takes an item that is wanted. */
    void add(double rank, Recommendation item) {
        if (size < most) {
            if (size == ranks.length) {
                int more = (int) Math.min(most, 2L * size);
                ranks = Arrays.copyOf(ranks, more);
                items = Arrays.copyOf(items, more);
            }
            up(size++, rank, item);
        } else {
            down(rank, item);
        }
    }

    /** The items, best first; empties the heap. */
    List<Recommendation> bestFirst() {
        Recommendation[] sorted = new Recommendation[size];
        while (size > 0) {
            sorted[size - 1] = items[0];
            size--;
            down(ranks[size], items[size]);
        }
        return List.of(sorted);
    }

    private static boolean worse(double rank, String id, double otherRank, String otherId) {
        return rank < otherRank || (rank == otherRank && id.compareTo(otherId) > 0);
    }

    private void up(int from, double rank, Recommendation item) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!worse(rank, item.itemId(), ranks[parent], items[parent].itemId())) {
                break;
            }
            ranks[at] = ranks[parent];
            items[at] = items[parent];
            at = parent;
        }
        ranks[at] = rank;
        items[at] = item;
    }

    /** Puts an item into the place of the worst. */
    private void down(double rank, Recommendation item) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size
                    && worse(ranks[child + 1], items[child + 1].itemId(), ranks[child], items[child].itemId())) {
                child++;
            }
            if (!worse(ranks[child], items[child].itemId(), rank, item.itemId())) {
                break;
            }
            ranks[at] = ranks[child];
            items[at] = items[child];
            at = child;
        }
        ranks[at] = rank;
        items[at] = item;
    }
}
