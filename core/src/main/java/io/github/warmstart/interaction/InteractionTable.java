// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import io.github.warmstart.internal.ids.IdIndex;
import io.github.warmstart.internal.rows.PairColumns;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.rating.table.RatingTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Columnar table of interactions, one row a pair, sorted by user and then by item.
 *
 * <p>Users and items have dense numbers, called indices; ids are the application's own. Interactions of the same pair are
 * one row with the sum of their counts and the earliest of their times. Items that were never chosen may be part of the
 * table, so an item may have no rows; in a {@linkplain #where filtered} table a user may have none either.
 *
 * <p>Immutable and thread-safe. Memory is 12 bytes a row (16 with counts above 1, 8 more with times) and the ids. Access by
 * row, user or item is O(1).
 */
public final class InteractionTable {

    private final IdIndex users;
    private final IdIndex items;
    private final int[] userStarts;
    private final int[] itemStarts;
    private final int[] rowsByItem;
    private final int[] rowUsers;
    private final int[] rowItems;
    /** Null if all counts are 1. */
    private final int @Nullable [] counts;

    private final long @Nullable [] times;
    private final long total;
    private final ReadReport readReport;

    /** The columns must be sorted by user and then item, each pair once. */
    InteractionTable(
            IdIndex users,
            IdIndex items,
            int[] rowUsers,
            int[] rowItems,
            int @Nullable [] counts,
            long @Nullable [] times,
            ReadReport readReport) {
        this.users = users;
        this.items = items;
        this.rowUsers = rowUsers;
        this.rowItems = rowItems;
        this.counts = counts;
        this.times = times;
        this.readReport = readReport;
        userStarts = PairColumns.starts(rowUsers, users.size());
        itemStarts = PairColumns.starts(rowItems, items.size());
        rowsByItem = PairColumns.rowsByKey(rowItems, itemStarts);
        total = counts == null
                ? rowItems.length
                : Arrays.stream(counts).asLongStream().sum();
    }

    /**
     * Reads a whole source under the default rules: the first bad row is an error.
     *
     * @param source the interactions
     * @return the table
     * @throws io.github.warmstart.rating.RatingException if the source cannot be read or holds a bad row
     */
    public static InteractionTable read(InteractionSource source) {
        return builder().addAll(source).build();
    }

    /**
     * The rows of a table of ratings that count as a choice: {@code ofRatings(ratings, row -> true)}, or
     * {@code ofRatings(ratings, row -> ratings.value(row) >= 4)}. Pseudo ratings, which no person made, never count.
     *
     * @param ratings the ratings
     * @param chosen whether a row of that table is a choice
     * @return the choices, each counted once
     */
    public static InteractionTable ofRatings(RatingTable ratings, IntPredicate chosen) {
        InteractionTableBuilder builder = builder();
        for (int row = 0; row < ratings.size(); row++) {
            if (!ratings.pseudo(row) && chosen.test(row)) {
                builder.add(new Interaction(
                        ratings.userId(ratings.user(row)),
                        ratings.itemId(ratings.item(row)),
                        ratings.time(row).orElse(null)));
            }
        }
        return builder.build();
    }

    /**
     * Starts a table.
     *
     * @return a builder for one thread
     */
    public static InteractionTableBuilder builder() {
        return new InteractionTableBuilder();
    }

    /**
     * The number of rows, which is the number of different pairs.
     *
     * @return 0 or more
     */
    public int size() {
        return rowItems.length;
    }

    /**
     * The sum of all counts.
     *
     * @return {@link #size()} or more
     */
    public long total() {
        return total;
    }

    /**
     * The number of user indices.
     *
     * @return the least number that no user index reaches
     */
    public int userCount() {
        return users.size();
    }

    /**
     * The number of item indices.
     *
     * @return the least number that no item index reaches
     */
    public int itemCount() {
        return items.size();
    }

    /**
     * The index of a user.
     *
     * @param userId the application's own id
     * @return the index, or -1 if the id is not in the table
     */
    public int userIndex(String userId) {
        return users.find(userId);
    }

    /**
     * The index of an item.
     *
     * @param itemId the application's own id
     * @return the index, or -1 if the id is not in the table
     */
    public int itemIndex(String itemId) {
        return items.find(itemId);
    }

    /**
     * The id of a user.
     *
     * @param userIndex 0 to {@link #userCount()} - 1
     * @return the application's own id
     */
    public String userId(int userIndex) {
        return users.id(userIndex);
    }

    /**
     * The id of an item.
     *
     * @param itemIndex 0 to {@link #itemCount()} - 1
     * @return the application's own id
     */
    public String itemId(int itemIndex) {
        return items.id(itemIndex);
    }

    /**
     * The first row of a user. The user's rows run from here to {@link #userEnd}, sorted by item index.
     *
     * @param userIndex 0 to {@link #userCount()} - 1
     * @return a row
     */
    public int userStart(int userIndex) {
        return userStarts[userIndex];
    }

    /**
     * The row after the last row of a user.
     *
     * @param userIndex 0 to {@link #userCount()} - 1
     * @return a row, or {@link #size()}
     */
    public int userEnd(int userIndex) {
        return userStarts[userIndex + 1];
    }

    /**
     * The number of different items of a user.
     *
     * @param userIndex 0 to {@link #userCount()} - 1
     * @return 0 or more
     */
    public int userSize(int userIndex) {
        return userStarts[userIndex + 1] - userStarts[userIndex];
    }

    /**
     * The number of different users of an item.
     *
     * @param itemIndex 0 to {@link #itemCount()} - 1
     * @return 0 or more
     */
    public int itemSize(int itemIndex) {
        return itemStarts[itemIndex + 1] - itemStarts[itemIndex];
    }

    /**
     * One of the rows of an item, sorted by user index.
     *
     * @param itemIndex 0 to {@link #itemCount()} - 1
     * @param position 0 to {@link #itemSize} - 1
     * @return the row
     */
    public int itemRow(int itemIndex, int position) {
        return rowsByItem[itemStarts[itemIndex] + position];
    }

    /**
     * The row of a pair, found in O(log of the user's rows).
     *
     * @param userIndex 0 to {@link #userCount()} - 1, or -1
     * @param itemIndex 0 to {@link #itemCount()} - 1, or -1
     * @return the row, or -1 if the table does not hold the pair
     */
    public int row(int userIndex, int itemIndex) {
        if (userIndex < 0 || itemIndex < 0) {
            return -1;
        }
        int row = Arrays.binarySearch(rowItems, userStarts[userIndex], userStarts[userIndex + 1], itemIndex);
        return row < 0 ? -1 : row;
    }

    /**
     * The user of a row.
     *
     * @param row 0 to {@link #size()} - 1
     * @return a user index
     */
    public int user(int row) {
        return rowUsers[row];
    }

    /**
     * The item of a row.
     *
     * @param row 0 to {@link #size()} - 1
     * @return an item index
     */
    public int item(int row) {
        return rowItems[row];
    }

    /**
     * The number of interactions of a pair: the sum of their counts.
     *
     * @param row 0 to {@link #size()} - 1
     * @return 1 or more, at most 2,147,483,647
     */
    public int count(int row) {
        return counts == null ? 1 : counts[row];
    }

    /**
     * The time of the pair's earliest interaction.
     *
     * @param row 0 to {@link #size()} - 1
     * @return the time, or nothing if it is unknown
     */
    public Optional<Instant> time(int row) {
        long millis = timeMillis(row);
        return millis == PairColumns.NO_TIME ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /**
     * The rows of a user by time: unknown times last, equal times in the order of the item index.
     *
     * @param userIndex 0 to {@link #userCount()} - 1
     * @return a new array of rows
     */
    public int[] rowsByTime(int userIndex) {
        Integer[] rows = new Integer[userSize(userIndex)];
        Arrays.setAll(rows, position -> userStart(userIndex) + position);
        if (times != null) {
            Arrays.sort(rows, (a, b) -> {
                long first = timeMillis(a) == PairColumns.NO_TIME ? Long.MAX_VALUE : timeMillis(a);
                long second = timeMillis(b) == PairColumns.NO_TIME ? Long.MAX_VALUE : timeMillis(b);
                return first == second ? Integer.compare(a, b) : Long.compare(first, second);
            });
        }
        return Arrays.stream(rows).mapToInt(row -> row).toArray();
    }

    /**
     * A table of some of the rows, with the same indices.
     *
     * @param keep whether a row of this table is kept
     * @return a new table
     */
    public InteractionTable where(IntPredicate keep) {
        int[] kept = new int[size()];
        int count = 0;
        for (int row = 0; row < size(); row++) {
            if (keep.test(row)) {
                kept[count++] = row;
            }
        }
        int[] rows = Arrays.copyOf(kept, count);
        return new InteractionTable(
                users,
                items,
                picked(rowUsers, rows),
                picked(rowItems, rows),
                counts == null ? null : picked(counts, rows),
                pickedTimes(rows),
                readReport);
    }

    private static int[] picked(int[] column, int[] rows) {
        int[] picked = new int[rows.length];
        Arrays.setAll(picked, position -> column[rows[position]]);
        return picked;
    }

    private long @Nullable [] pickedTimes(int[] rows) {
        long[] column = times;
        if (column == null) {
            return null;
        }
        long[] picked = new long[rows.length];
        Arrays.setAll(picked, position -> column[rows[position]]);
        return picked;
    }

    private long timeMillis(int row) {
        return times == null ? PairColumns.NO_TIME : times[row];
    }

    /**
     * Counts of the rows that this table was built from.
     *
     * @return the counts and the first bad rows; those of the whole table where this one is filtered
     */
    public ReadReport readReport() {
        return readReport;
    }

    @Override
    public String toString() {
        return "%d interactions of %d users with %d items".formatted(size(), userCount(), itemCount());
    }
}
