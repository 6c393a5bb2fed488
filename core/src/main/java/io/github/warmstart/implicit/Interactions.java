// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Observed pairs of users and items with their strengths. An absent pair is unobserved, not disliked.
 *
 * <p>Immutable and thread-safe. Memory is 16 bytes a pair, and the ids. Every user and item has at least one pair.
 */
public final class Interactions {

    final List<String> userIds;
    final List<String> itemIds;
    final Map<String, Integer> userIndices;
    final Map<String, Integer> itemIndices;
    /** Pairs sorted by user and then item, and the same pairs by item and then user. */
    final Side byUser;

    final Side byItem;

    private Interactions(Map<String, Integer> userIndices, Map<String, Integer> itemIndices, Side byUser) {
        this.userIndices = userIndices;
        this.itemIndices = itemIndices;
        userIds = List.copyOf(userIndices.keySet());
        itemIds = List.copyOf(itemIndices.keySet());
        this.byUser = byUser;
        byItem = byUser.turned(itemIds.size());
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

        /** Each pair once, with the sum of its strengths. The parts must be sorted. */
        Side merged() {
            int[] mergedStarts = new int[starts.length];
            int[] mergedOthers = new int[others.length];
            float[] sums = new float[others.length];
            int size = 0;
            for (int key = 0; key < keys(); key++) {
                int start = size;
                for (int position = starts[key]; position < starts[key + 1]; position++) {
                    if (size > start && mergedOthers[size - 1] == others[position]) {
                        sums[size - 1] = Math.min(Float.MAX_VALUE, sums[size - 1] + strengths[position]);
                    } else {
                        mergedOthers[size] = others[position];
                        sums[size++] = strengths[position];
                    }
                }
                mergedStarts[key + 1] = size;
            }
            return new Side(mergedStarts, Arrays.copyOf(mergedOthers, size), Arrays.copyOf(sums, size));
        }
    }

    /**
     * Starts an empty set of interactions.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The rows of a table of ratings that count as an interaction, for example
     * {@code Interactions.of(table, row -> table.value(row) >= 4 ? 1 : 0)}. Pseudo ratings are rows as well: exclude
     * them by a strength of 0, unless signals shall count as interactions.
     *
     * @param table the ratings
     * @param strength strength of a row, finite and 0 or more; 0 leaves the row out
     * @return the interactions
     * @throws IllegalArgumentException if a strength is negative or not finite
     */
    public static Interactions of(RatingTable table, IntToDoubleFunction strength) {
        Builder builder = builder();
        for (int row = 0; row < table.size(); row++) {
            builder.add(table.userId(table.user(row)), table.itemId(table.item(row)), strength.applyAsDouble(row));
        }
        return builder.build();
    }

    /**
     * Number of pairs.
     *
     * @return 0 or more
     */
    public int size() {
        return byUser.others.length;
    }

    /**
     * The users.
     *
     * @return their ids, in the order of their first interaction
     */
    public List<String> userIds() {
        return userIds;
    }

    /**
     * The items.
     *
     * @return their ids, in the order of their first interaction
     */
    public List<String> itemIds() {
        return itemIds;
    }

    /**
     * Strength of a pair. Costs O(log of the user's pairs).
     *
     * @param userId the application's own id, seen or not
     * @param itemId the application's own id, seen or not
     * @return the sum of strengths, or 0 for an unobserved pair
     */
    public double strength(String userId, String itemId) {
        int user = userIndices.getOrDefault(userId, -1);
        int item = itemIndices.getOrDefault(itemId, -1);
        if (user < 0 || item < 0) {
            return 0;
        }
        int position = Arrays.binarySearch(byUser.others, byUser.starts[user], byUser.starts[user + 1], item);
        return position < 0 ? 0 : byUser.strengths[position];
    }

    @Override
    public String toString() {
        return "%d interactions of %d users with %d items".formatted(size(), userIds.size(), itemIds.size());
    }

    /** Collects interactions. For one thread; usable after {@link #build()}. */
    public static final class Builder {

        private final Map<String, Integer> userIndices = new LinkedHashMap<>();
        private final Map<String, Integer> itemIndices = new LinkedHashMap<>();
        private int size;
        private int[] users = new int[16];
        private int[] items = new int[16];
        private float[] strengths = new float[16];

        private Builder() {}

        /**
         * Adds one interaction of strength 1.
         *
         * @param userId the application's own id, not blank
         * @param itemId the application's own id, not blank
         * @return this
         */
        public Builder add(String userId, String itemId) {
            return add(userId, itemId, 1);
        }

        /**
         * Adds one interaction. Strengths of the same pair add up: ten plays may be ten calls, or one of strength 10.
         *
         * @param userId the application's own id, not blank
         * @param itemId the application's own id, not blank
         * @param strength finite and 0 or more; 0 leaves the pair out. Stored as a float
         * @return this
         * @throws IllegalArgumentException if an id is blank, or the strength is negative or not finite
         */
        public Builder add(String userId, String itemId, double strength) {
            if (userId.isBlank() || itemId.isBlank()) {
                throw new IllegalArgumentException(
                        "userId and itemId must not be blank, but were '%s' and '%s'".formatted(userId, itemId));
            }
            checkStrength(strength);
            if (strength == 0) {
                return this;
            }
            if (size == users.length) {
                int larger = Math.max(size + 1, (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L));
                users = Arrays.copyOf(users, larger);
                items = Arrays.copyOf(items, larger);
                strengths = Arrays.copyOf(strengths, larger);
            }
            users[size] = index(userIndices, userId);
            items[size] = index(itemIndices, itemId);
            // a tiny strength would be 0 as a float
            strengths[size++] = (float) Math.max(Float.MIN_NORMAL, strength);
            return this;
        }

        private static int index(Map<String, Integer> indices, String id) {
            return indices.computeIfAbsent(id, unknown -> indices.size());
        }

        /**
         * Sorts the interactions.
         *
         * @return the interactions
         */
        public Interactions build() {
            int[] own = new int[size + 1];
            Arrays.setAll(own, position -> position);
            // each row is a key of its own: turned twice, rows are sorted by user and then item
            Side rows = new Side(own, Arrays.copyOf(items, size), Arrays.copyOf(strengths, size));
            Side rowsByItem = rows.turned(itemIndices.size());
            int[] usersByItem = new int[size];
            Arrays.setAll(usersByItem, position -> users[rowsByItem.others[position]]);
            Side byUser = new Side(rowsByItem.starts, usersByItem, rowsByItem.strengths)
                    .turned(userIndices.size())
                    .merged();
            return new Interactions(new LinkedHashMap<>(userIndices), new LinkedHashMap<>(itemIndices), byUser);
        }
    }

    static void checkStrength(double strength) {
        if (!(strength >= 0 && strength <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("strength must be finite and >= 0, but was " + strength);
        }
    }

    /** Number of distinct items of a user. */
    int count(int user) {
        return byUser.starts[user + 1] - byUser.starts[user];
    }

    /** The items of a user, as ids. */
    List<String> itemsOf(int user) {
        List<String> met = new ArrayList<>(count(user));
        for (int position = byUser.starts[user]; position < byUser.starts[user + 1]; position++) {
            met.add(itemIds.get(byUser.others[position]));
        }
        return met;
    }
}
