// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.history;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rating histories of users and items: the training table of a model, and the ratings folded in since. A model that
 * keeps one can implement {@code RatingModel.ratedItems} and fold in users and items. Immutable and thread-safe.
 */
public final class UserHistories {

    private final RatingTable table;
    /** For each user with ratings since training: all of them, by item. */
    private final PersistentMap<PersistentMap<Double>> byUser;
    /** For each item that was folded in: all ratings since training, by user. */
    private final PersistentMap<PersistentMap<Double>> byItem;

    /** Number of real ratings of each item in the table, counted once: recommending needs all of them. */
    private final int[] ratingCounts;

    private UserHistories(
            RatingTable table,
            PersistentMap<PersistentMap<Double>> byUser,
            PersistentMap<PersistentMap<Double>> byItem,
            int[] ratingCounts) {
        this.table = table;
        this.byUser = byUser;
        this.byItem = byItem;
        this.ratingCounts = ratingCounts;
    }

    /**
     * The histories in a table, with nothing folded in yet. The cost is O(rows).
     *
     * @param table the training table
     * @return the histories
     */
    public static UserHistories of(RatingTable table) {
        int[] counts = new int[table.itemCount()];
        for (int row = 0; row < table.size(); row++) {
            counts[table.item(row)] += table.pseudo(row) ? 0 : 1;
        }
        return new UserHistories(table, PersistentMap.empty(), PersistentMap.empty(), counts);
    }

    /** The ratings of each user, users in the order of their first rating. */
    public static Map<String, List<Rating>> byUser(Collection<Rating> ratings) {
        Map<String, List<Rating>> users = new LinkedHashMap<>();
        for (Rating rating : ratings) {
            users.computeIfAbsent(rating.userId(), id -> new ArrayList<>()).add(rating);
        }
        return users;
    }

    /** Visitor of the entries of a history. */
    public interface Visitor {
        /**
         * Visits one rating.
         *
         * @param otherId the application's own id of the item in a user's history, of the user in an item's
         * @param otherIndex its index in the table, or -1 if the table does not contain it
         * @param value the rating
         * @param weight its weight
         */
        void visit(String otherId, int otherIndex, double value, double weight);
    }

    /**
     * The same histories with new ratings of one user.
     *
     * @param userId the user who gave the ratings
     * @param ratings on the scale of the table
     * @return new histories; the cost is O(ratings), however many users and ratings were folded in before
     * @throws IllegalArgumentException if a rating is by another user or off the scale
     */
    public UserHistories with(String userId, Collection<Rating> ratings) {
        PersistentMap<Double> mine = orEmpty(byUser.get(userId));
        for (Rating rating : ratings) {
            if (!rating.userId().equals(userId)) {
                throw new IllegalArgumentException(
                        "ratings must all be by user '%s', but one is by '%s'".formatted(userId, rating.userId()));
            }
            checkOnScale(rating);
            mine = mine.with(rating.itemId(), rating.value());
        }
        return new UserHistories(table, byUser.with(userId, mine), byItem, ratingCounts);
    }

    /**
     * The same histories with new ratings of one item, which are part of the histories of the item and of their users.
     *
     * @param itemId the rated item
     * @param ratings on the scale of the table
     * @return new histories; the cost is O(ratings)
     * @throws IllegalArgumentException if a rating is of another item or off the scale
     */
    public UserHistories withItem(String itemId, Collection<Rating> ratings) {
        PersistentMap<Double> own = orEmpty(byItem.get(itemId));
        PersistentMap<PersistentMap<Double>> users = byUser;
        for (Rating rating : ratings) {
            if (!rating.itemId().equals(itemId)) {
                throw new IllegalArgumentException(
                        "ratings must all be of item '%s', but one is of '%s'".formatted(itemId, rating.itemId()));
            }
            checkOnScale(rating);
            own = own.with(rating.userId(), rating.value());
            users = users.with(
                    rating.userId(), orEmpty(users.get(rating.userId())).with(itemId, rating.value()));
        }
        return new UserHistories(table, users, byItem.with(itemId, own), ratingCounts);
    }

    private static PersistentMap<Double> orEmpty(@Nullable PersistentMap<Double> ratings) {
        return ratings == null ? PersistentMap.empty() : ratings;
    }

    private void checkOnScale(Rating rating) {
        if (!table.scale().contains(rating.value())) {
            throw new IllegalArgumentException("rating %s of user '%s' for item '%s' is outside the scale %s"
                    .formatted(rating.value(), rating.userId(), rating.itemId(), table.scale()));
        }
    }

    /**
     * Whether a user's history contains an item: as a row of the table, real or pseudo, or folded in since.
     *
     * @param userId the application's own id
     * @param itemId the application's own id
     * @return true if {@link #visit} visits it
     */
    public boolean holds(String userId, String itemId) {
        PersistentMap<Double> mine = byUser.get(userId);
        return (mine != null && mine.contains(itemId))
                || table.row(table.userIndex(userId), table.itemIndex(itemId)) >= 0;
    }

    /**
     * Whether a user rated an item; pseudo ratings do not count. O(log of the user's ratings), without an allocation.
     *
     * @param userId the application's own id
     * @param userIndex the user's index in the table, or -1
     * @param itemId the application's own id
     * @param itemIndex the item's index in the table, or -1
     * @return true if {@link #ratedItems} contains the item
     */
    public boolean rated(String userId, int userIndex, String itemId, int itemIndex) {
        int row = table.row(userIndex, itemIndex);
        if (row >= 0 && !table.pseudo(row)) {
            return true;
        }
        PersistentMap<Double> mine = byUser.get(userId);
        return mine != null && mine.contains(itemId);
    }

    /**
     * Whether a user has any row, real or pseudo, or anything folded in.
     *
     * @param userId the application's own id
     * @return false for a user that was never seen
     */
    public boolean knows(String userId) {
        int userIndex = table.userIndex(userId);
        return byUser.contains(userId) || (userIndex >= 0 && table.userSize(userIndex) > 0);
    }

    /**
     * The items that a user rated; pseudo ratings do not count.
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
        orEmpty(byUser.get(userId)).forEach((itemId, value) -> rated.add(itemId));
        return rated;
    }

    /**
     * Visits every entry of a user's history: rows of the table first, without those that were replaced, then the
     * folded-in ratings.
     *
     * @param userId the application's own id
     * @param visitor called with each entry
     */
    public void visit(String userId, Visitor visitor) {
        PersistentMap<Double> mine = orEmpty(byUser.get(userId));
        int userIndex = table.userIndex(userId);
        if (userIndex >= 0) {
            for (int row = table.userStart(userIndex); row < table.userEnd(userIndex); row++) {
                String itemId = table.itemId(table.item(row));
                if (mine.size() == 0 || !mine.contains(itemId)) {
                    visitor.visit(itemId, table.item(row), table.value(row), table.weight(row));
                }
            }
        }
        mine.forEach((itemId, value) -> visitor.visit(itemId, table.itemIndex(itemId), value, 1));
    }

    /**
     * Visits every entry of an item's history: rows of the table first, without those that were replaced, then the
     * ratings folded in for the item. Ratings folded in for single users are not included, except if they replace a
     * pseudo rating.
     *
     * @param itemId the application's own id
     * @param visitor called with each entry
     */
    public void visitItem(String itemId, Visitor visitor) {
        PersistentMap<Double> own = orEmpty(byItem.get(itemId));
        int itemIndex = table.itemIndex(itemId);
        if (itemIndex >= 0) {
            for (int position = 0; position < table.itemSize(itemIndex); position++) {
                int row = table.itemRow(itemIndex, position);
                String userId = table.userId(table.user(row));
                if (own.size() == 0 || !own.contains(userId)) {
                    Double said = table.pseudo(row) && byUser.size() > 0
                            ? orEmpty(byUser.get(userId)).get(itemId)
                            : null;
                    double value = said == null ? table.value(row) : said;
                    visitor.visit(userId, table.user(row), value, said == null ? table.weight(row) : 1);
                }
            }
        }
        own.forEach((userId, value) -> visitor.visit(userId, table.userIndex(userId), value, 1));
    }

    /**
     * Whether ratings were folded in for an item.
     *
     * @param itemId the application's own id
     * @return true after {@link #withItem}
     */
    public boolean foldedInItem(String itemId) {
        return byItem.contains(itemId);
    }

    /**
     * Number of real ratings of an item in the table, plus those folded in for it that replace none.
     *
     * @param itemId the application's own id
     * @return 0 for an item that was never seen
     */
    public int ratingCount(String itemId) {
        int itemIndex = table.itemIndex(itemId);
        int[] count = {itemIndex < 0 ? 0 : ratingCounts[itemIndex]};
        PersistentMap<Double> own = byItem.size() == 0 ? null : byItem.get(itemId);
        if (own != null) {
            own.forEach((userId, value) -> {
                int row = table.row(table.userIndex(userId), itemIndex);
                count[0] += row >= 0 && !table.pseudo(row) ? 0 : 1;
            });
        }
        return count[0];
    }

    /**
     * The items of the table that have a row, and those of the priors, in the order of the table.
     *
     * @param others items known without a rating, such as those with a prior
     * @return their ids, unmodifiable
     */
    public List<String> itemIds(Collection<String> others) {
        Set<String> ids = new LinkedHashSet<>();
        for (int item = 0; item < table.itemCount(); item++) {
            if (table.itemSize(item) > 0) {
                ids.add(table.itemId(item));
            }
        }
        ids.addAll(others);
        return Collections.unmodifiableList(new ArrayList<>(ids));
    }

    /**
     * Those items, and then the ones that were folded in since, in the order of their ids. O(items folded in).
     *
     * @param others items known without a rating, such as those with a prior
     * @param before the result of {@link #itemIds(Collection)}
     * @return their ids, unmodifiable; the same list if nothing is new
     */
    public List<String> itemIds(Collection<String> others, List<String> before) {
        List<String> added = newItems(others);
        if (added.isEmpty()) {
            return before;
        }
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return index < before.size() ? before.get(index) : added.get(index - before.size());
            }

            @Override
            public int size() {
                return before.size() + added.size();
            }
        };
    }

    /**
     * The items that were folded in and had neither a row nor a prior before.
     *
     * @param others items known without a rating, such as those with a prior
     * @return a new list, in the order of their ids
     */
    public List<String> newItems(Collection<String> others) {
        List<String> added = new ArrayList<>();
        byItem.forEach((itemId, ratings) -> {
            int itemIndex = table.itemIndex(itemId);
            if ((itemIndex < 0 || table.itemSize(itemIndex) == 0) && !others.contains(itemId)) {
                added.add(itemId);
            }
        });
        Collections.sort(added);
        return added;
    }

    /**
     * The training table.
     *
     * @return the table
     */
    public RatingTable table() {
        return table;
    }
}
