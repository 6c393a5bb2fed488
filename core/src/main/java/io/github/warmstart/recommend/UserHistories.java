// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each user rated: the table that a model was trained on, and the ratings folded in since. A model that keeps one
 * can answer {@link RatingModel#ratedItems} and {@link RatingModel#foldIn}. Immutable and thread-safe.
 */
public final class UserHistories {

    private final RatingTable table;
    /** For each user with ratings since training: all that was folded in, by item. */
    private final Map<String, Map<String, Double>> foldedIn;

    /** How many ratings of people each item had, counted once: recommending asks for all of them. */
    private final int[] ratingCounts;

    private UserHistories(RatingTable table, Map<String, Map<String, Double>> foldedIn, int[] ratingCounts) {
        this.table = table;
        this.foldedIn = foldedIn;
        this.ratingCounts = ratingCounts;
    }

    /**
     * The histories in a table, with nothing folded in yet. The cost is O(rows).
     *
     * @param table what the model was trained on
     * @return the histories
     */
    public static UserHistories of(RatingTable table) {
        int[] counts = new int[table.itemCount()];
        for (int row = 0; row < table.size(); row++) {
            counts[table.item(row)] += table.pseudo(row) ? 0 : 1;
        }
        return new UserHistories(table, Map.of(), counts);
    }

    /** One entry of a history, as a model learns it. */
    public interface Visitor {
        /**
         * Takes one rating.
         *
         * @param itemId the application's own id
         * @param itemIndex the index in the table, or -1 for an item that it does not hold
         * @param value the rating
         * @param weight how much it counts
         */
        void visit(String itemId, int itemIndex, double value, double weight);
    }

    /**
     * The same histories with new ratings of one user.
     *
     * @param userId whose ratings they are
     * @param ratings on the scale of the table
     * @return new histories; the cost is O(users folded in so far + the user's ratings)
     * @throws IllegalArgumentException if a rating is by another user or off the scale
     */
    public UserHistories with(String userId, Collection<Rating> ratings) {
        Map<String, Double> mine = new LinkedHashMap<>(foldedIn.getOrDefault(userId, Map.of()));
        for (Rating rating : ratings) {
            if (!rating.userId().equals(userId)) {
                throw new IllegalArgumentException(
                        "ratings must all be by user '%s', but one is by '%s'".formatted(userId, rating.userId()));
            }
            if (!table.scale().contains(rating.value())) {
                throw new IllegalArgumentException("rating %s of user '%s' for item '%s' is outside the scale %s"
                        .formatted(rating.value(), userId, rating.itemId(), table.scale()));
            }
            mine.put(rating.itemId(), rating.value());
        }
        Map<String, Map<String, Double>> all = new LinkedHashMap<>(foldedIn);
        all.put(userId, Collections.unmodifiableMap(mine));
        return new UserHistories(table, all, ratingCounts);
    }

    /**
     * Whether a user has any row, real or pseudo, or anything folded in.
     *
     * @param userId the application's own id
     * @return false for a user that was never seen
     */
    public boolean knows(String userId) {
        int userIndex = table.userIndex(userId);
        return foldedIn.containsKey(userId) || (userIndex >= 0 && table.userSize(userIndex) > 0);
    }

    /**
     * The items that a person rated; pseudo ratings do not count.
     *
     * @param userId the application's own id
     * @return a new set
     */
    public Set<String> ratedItems(String userId) {
        Set<String> rated = new LinkedHashSet<>();
        int userIndex = table.userIndex(userId);
        if (userIndex >= 0) {
            for (int row = table.userStart(userIndex); row < table.userEnd(userIndex); row++) {
                if (!table.pseudo(row)) {
                    rated.add(table.itemId(table.item(row)));
                }
            }
        }
        rated.addAll(foldedIn.getOrDefault(userId, Map.of()).keySet());
        return rated;
    }

    /**
     * Shows every entry of a user's history: rows of the table first, those that were replaced since left out, then what
     * was folded in.
     *
     * @param userId the application's own id
     * @param visitor takes the entries
     */
    public void visit(String userId, Visitor visitor) {
        Map<String, Double> mine = foldedIn.getOrDefault(userId, Map.of());
        int userIndex = table.userIndex(userId);
        if (userIndex >= 0) {
            for (int row = table.userStart(userIndex); row < table.userEnd(userIndex); row++) {
                String itemId = table.itemId(table.item(row));
                if (!mine.containsKey(itemId)) {
                    visitor.visit(itemId, table.item(row), table.value(row), table.weight(row));
                }
            }
        }
        mine.forEach((itemId, value) -> visitor.visit(itemId, table.itemIndex(itemId), value, 1));
    }

    /**
     * How many ratings of people an item had in the table.
     *
     * @param itemId the application's own id
     * @return 0 for an item that was never seen
     */
    public int ratingCount(String itemId) {
        int itemIndex = table.itemIndex(itemId);
        return itemIndex < 0 ? 0 : ratingCounts[itemIndex];
    }

    /**
     * The items of the table that have a row, and those of the priors, in the order of the table.
     *
     * @param priors what was known of items beforehand
     * @return their ids, unmodifiable
     */
    public List<String> itemIds(ItemPriors priors) {
        Set<String> ids = new LinkedHashSet<>();
        for (int item = 0; item < table.itemCount(); item++) {
            if (table.itemSize(item) > 0) {
                ids.add(table.itemId(item));
            }
        }
        ids.addAll(priors.all().keySet());
        return Collections.unmodifiableList(new ArrayList<>(ids));
    }

    /**
     * The table that the histories began with.
     *
     * @return the table
     */
    public RatingTable table() {
        return table;
    }
}
