// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Bounded heap of the n best entries, the worst on top: a higher score, or the same score and the smaller id, is better.
 * Each addition costs O(log n), memory is O(min(n, additions)). For one thread.
 *
 * @param <T> type of an entry
 */
public final class TopN<T> {

    private final int limit;
    private double[] scores;
    private String[] ids;
    private final ArrayList<T> entries = new ArrayList<>();

    /**
     * An empty heap.
     *
     * @param n maximum number of entries, 0 or more
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public TopN(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must be >= 0, but was " + n);
        }
        limit = n;
        scores = new double[Math.min(n, 64)];
        ids = new String[scores.length];
    }

    /** Score that an entry must reach to be kept: no entry below it is. Infinite if n is 0. */
    public double floor() {
        if (limit == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return entries.size() < limit ? Double.NEGATIVE_INFINITY : scores[0];
    }

    /** Whether an entry would be kept. */
    public boolean wants(double score, String id) {
        return entries.size() < limit || (limit > 0 && worse(scores[0], ids[0], score, id));
    }

    /** Adds an entry that is wanted; replaces the worst one of a full heap. */
    public void add(double score, String id, T entry) {
        int size = entries.size();
        if (size < limit) {
            if (size == scores.length) {
                int more = (int) Math.min(limit, 2L * size);
                scores = Arrays.copyOf(scores, more);
                ids = Arrays.copyOf(ids, more);
            }
            entries.add(entry);
            up(size, score, id, entry);
        } else {
            down(size, score, id, entry);
        }
    }

    /** Removes all entries and returns them, best first, in an unmodifiable list. */
    public List<T> bestFirst() {
        List<T> sorted = new ArrayList<>(entries.size());
        while (!entries.isEmpty()) {
            sorted.add(entries.get(0));
            int last = entries.size() - 1;
            T entry = entries.remove(last);
            if (last > 0) {
                down(last, scores[last], ids[last], entry);
            }
        }
        Collections.reverse(sorted);
        return List.copyOf(sorted);
    }

    private static boolean worse(double score, String id, double otherScore, String otherId) {
        return score < otherScore || (score == otherScore && id.compareTo(otherId) > 0);
    }

    private void up(int from, double score, String id, T entry) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!worse(score, id, scores[parent], ids[parent])) {
                break;
            }
            set(at, scores[parent], ids[parent], entries.get(parent));
            at = parent;
        }
        set(at, score, id, entry);
    }

    /** Puts an entry in the place of the worst, in a heap of this size. */
    private void down(int size, double score, String id, T entry) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && worse(scores[child + 1], ids[child + 1], scores[child], ids[child])) {
                child++;
            }
            if (!worse(scores[child], ids[child], score, id)) {
                break;
            }
            set(at, scores[child], ids[child], entries.get(child));
            at = child;
        }
        set(at, score, id, entry);
    }

    private void set(int at, double score, String id, T entry) {
        scores[at] = score;
        ids[at] = id;
        entries.set(at, entry);
    }
}
