// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import io.github.warmstart.interaction.InteractionTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Sparse matrix of the strengths of observed pairs, by user and by item. An absent pair is unobserved, not disliked.
 *
 * <p>Immutable and thread-safe. Memory is 16 bytes a pair, and the ids. Every user and item has at least one pair.
 */
final class StrengthMatrix {

    final List<String> userIds;
    final List<String> itemIds;
    final Map<String, Integer> userIndices;
    final Map<String, Integer> itemIndices;
    /** Pairs sorted by user and then item, and the same pairs by item and then user. */
    final Side byUser;

    final Side byItem;

    private StrengthMatrix(Map<String, Integer> userIndices, Map<String, Integer> itemIndices, Side rows) {
        this.userIndices = userIndices;
        this.itemIndices = itemIndices;
        userIds = List.copyOf(userIndices.keySet());
        itemIds = List.copyOf(itemIndices.keySet());
        byItem = rows.turned(itemIds.size());
        byUser = byItem.turned(userIds.size());
    }

    /**
     * The rows of a table with a strength above 0. Users and items are numbered in the order of their first row.
     *
     * @param table the interactions
     * @param strength strength of a row, finite and 0 or more; 0 leaves the row out
     * @throws IllegalArgumentException if a strength is negative or not finite
     */
    static StrengthMatrix of(InteractionTable table, IntToDoubleFunction strength) {
        Map<String, Integer> users = new LinkedHashMap<>();
        Map<String, Integer> items = new LinkedHashMap<>();
        int[] starts = new int[table.userCount() + 1];
        int[] others = new int[table.size()];
        float[] strengths = new float[table.size()];
        int size = 0;
        for (int row = 0; row < table.size(); row++) {
            double own = strength.applyAsDouble(row);
            checkStrength(own);
            if (own > 0) {
                int user = users.computeIfAbsent(table.userId(table.user(row)), unknown -> users.size());
                others[size] = items.computeIfAbsent(table.itemId(table.item(row)), unknown -> items.size());
                // a tiny strength would be 0 as a float
                strengths[size++] = (float) Math.max(Float.MIN_NORMAL, own);
                starts[user + 1] = size;
            }
        }
        return new StrengthMatrix(
                users,
                items,
                new Side(
                        Arrays.copyOf(starts, users.size() + 1),
                        Arrays.copyOf(others, size),
                        Arrays.copyOf(strengths, size)));
    }

    /** Pairs by key: for each key its others, in order, and their strengths. */
    static final class Side {

        /** Start of each key's pairs; one entry more than keys. */
        final int[] starts;

        final int[] others;
        final float[] strengths;

        Side(int[] starts, int[] others, float[] strengths) {
            this.starts = starts;
            this.others = others;
            this.strengths = strengths;
        }

        int keys() {
            return starts.length - 1;
        }

        double strength(int key) {
            double sum = 0;
            for (int position = starts[key]; position < starts[key + 1]; position++) {
                sum += strengths[position];
            }
            return sum;
        }

        /** The same pairs by the other key. Keys are visited in order, so that each part comes out sorted. */
        Side turned(int otherKeys) {
            int[] ends = new int[otherKeys + 1];
            for (int other : others) {
                ends[other + 1]++;
            }
            for (int key = 0; key < otherKeys; key++) {
                ends[key + 1] += ends[key];
            }
            int[] next = Arrays.copyOf(ends, otherKeys);
            int[] keys = new int[others.length];
            float[] turned = new float[others.length];
            for (int key = 0; key < keys(); key++) {
                for (int position = starts[key]; position < starts[key + 1]; position++) {
                    int place = next[others[position]]++;
                    keys[place] = key;
                    turned[place] = strengths[position];
                }
            }
            return new Side(ends, keys, turned);
        }
    }

    static void checkStrength(double strength) {
        if (!(strength >= 0 && strength <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("strength must be finite and >= 0, but was " + strength);
        }
    }

    /** Number of pairs. */
    int size() {
        return byUser.others.length;
    }

    /** Strength of a pair, 0 if it is unobserved. O(log of the user's pairs). */
    double strength(String userId, String itemId) {
        int user = userIndices.getOrDefault(userId, -1);
        int item = itemIndices.getOrDefault(itemId, -1);
        if (user < 0 || item < 0) {
            return 0;
        }
        int position = Arrays.binarySearch(byUser.others, byUser.starts[user], byUser.starts[user + 1], item);
        return position < 0 ? 0 : byUser.strengths[position];
    }

    /** The items of a user, as ids. */
    List<String> itemsOf(int user) {
        List<String> met = new ArrayList<>();
        for (int position = byUser.starts[user]; position < byUser.starts[user + 1]; position++) {
            met.add(itemIds.get(byUser.others[position]));
        }
        return met;
    }
}
