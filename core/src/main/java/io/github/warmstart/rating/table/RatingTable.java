// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.ids.IdIndex;
import io.github.warmstart.internal.rows.PairColumns;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.rating.ReadRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Table of ratings in columns, sorted by user and then by item: the training data of models.
 *
 * <p>Users and items have dense numbers, called indices here; ids are the application's own. A row is a rating, or a
 * {@linkplain #pseudo(int) pseudo rating} that was added for training and stays marked. A {@linkplain #where filtered}
 * table keeps the indices of the table that it was made from, so a user or an item may have no rows.
 *
 * <p>Immutable and thread-safe. Memory is 16 bytes a rating (24 with times, 4 more with weights) and the ids. Values are
 * kept as float, times in milliseconds. Access by row, user or item is O(1).
 */
public final class RatingTable {

    private final RatingScale scale;
    private final IdIndex users;
    private final IdIndex items;
    private final ReadReport readReport;

    /** Start of each user's rows; one entry more than users. */
    private final int[] userStarts;
    /** Start of each item's part of {@link #rowsByItem}; one entry more than items. */
    private final int[] itemStarts;

    private final int[] rowsByItem;
    private final int[] rowUsers;
    private final int[] rowItems;
    private final float[] values;
    private final float @Nullable [] weights;
    private final long @Nullable [] times;
    /** Flags of pseudo ratings by row; null if there are none. */
    private final boolean @Nullable [] pseudo;

    private final int pseudoCount;
    /** Whose ratings are a newcomer's first ones, by user index; null if nobody's are. */
    private final @Nullable BitSet newcomers;

    RatingTable(
            RatingScale scale,
            IdIndex users,
            IdIndex items,
            RatingColumns columns,
            int[] order,
            boolean @Nullable [] pseudoColumn,
            @Nullable BitSet newcomers,
            ReadReport readReport) {
        this.scale = scale;
        this.newcomers = newcomers;
        this.users = users;
        this.items = items;
        this.readReport = readReport;
        int size = order.length;
        // each column is released as soon as it is sorted: keeping both would double the memory
        rowUsers = columns.sortedUsers(order);
        rowItems = columns.sortedItems(order);
        values = columns.sortedValues(order);
        weights = columns.sortedWeights(order);
        times = columns.sortedTimes(order);
        pseudo = pseudoColumn == null ? null : new boolean[size];
        int marked = 0;
        if (pseudo != null && pseudoColumn != null) {
            for (int row = 0; row < size; row++) {
                pseudo[row] = pseudoColumn[order[row]];
                marked += pseudo[row] ? 1 : 0;
            }
        }
        pseudoCount = marked;
        userStarts = PairColumns.starts(rowUsers, users.size());
        itemStarts = PairColumns.starts(rowItems, items.size());
        rowsByItem = PairColumns.rowsByKey(rowItems, itemStarts);
    }

    /** The rows of another table with other columns; what is not replaced is shared. */
    private RatingTable(RatingTable other, float[] values, float @Nullable [] weights, @Nullable BitSet newcomers) {
        this.newcomers = newcomers;
        scale = other.scale;
        users = other.users;
        items = other.items;
        readReport = other.readReport;
        userStarts = other.userStarts;
        itemStarts = other.itemStarts;
        rowsByItem = other.rowsByItem;
        rowUsers = other.rowUsers;
        rowItems = other.rowItems;
        this.values = values;
        this.weights = weights;
        times = other.times;
        pseudo = other.pseudo;
        pseudoCount = other.pseudoCount;
    }

    /**
     * Reads a whole source by {@link ReadRules#DEFAULT}: the first bad row is an error, the latest of several ratings of a
     * pair counts.
     *
     * @param source the ratings
     * @return the table
     * @throws RatingException if the source cannot be read or holds a bad row
     */
    public static RatingTable read(RatingSource source) {
        return read(source, ReadRules.DEFAULT);
    }

    /**
     * Reads a whole source.
     *
     * @param source the ratings
     * @param rules the treatment of bad rows and duplicates
     * @return the table
     * @throws RatingException if the source cannot be read or breaks a rule
     */
    public static RatingTable read(RatingSource source, ReadRules rules) {
        return builder(source.scale()).readRules(rules).addAll(source).build();
    }

    /**
     * Starts a table.
     *
     * @param scale the scale that every rating must be on
     * @return a builder for one thread
     */
    public static RatingTableBuilder builder(RatingScale scale) {
        return new RatingTableBuilder(requireNonNull(scale, "scale"));
    }

    /**
     * The scale that the ratings are on.
     *
     * @return the scale
     */
    public RatingScale scale() {
        return scale;
    }

    /**
     * The number of rows, pseudo ratings included.
     *
     * @return 0 or more
     */
    public int size() {
        return values.length;
    }

    /**
     * The number of pseudo ratings.
     *
     * @return 0 for a table of ratings only
     */
    public int pseudoCount() {
        return pseudoCount;
    }

    /**
     * The number of user indices.
     *
     * @return one more than the highest user index
     */
    public int userCount() {
        return users.size();
    }

    /**
     * The number of item indices.
     *
     * @return one more than the highest item index
     */
    public int itemCount() {
        return items.size();
    }

    /**
     * The index of a user.
     *
     * @param userId the application's own id
     * @return the index, or -1 if the id was never seen
     */
    public int userIndex(String userId) {
        return users.find(userId);
    }

    /**
     * The index of an item.
     *
     * @param itemId the application's own id
     * @return the index, or -1 if the id was never seen
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
     * The number of rows of a user.
     *
     * @param userIndex 0 to {@link #userCount()} - 1
     * @return 0 or more
     */
    public int userSize(int userIndex) {
        return userStarts[userIndex + 1] - userStarts[userIndex];
    }

    /**
     * The number of rows of an item.
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
     * The rating, on the scale.
     *
     * @param row 0 to {@link #size()} - 1
     * @return the value
     */
    public double value(int row) {
        return values[row];
    }

    /**
     * The weight of a row in training.
     *
     * @param row 0 to {@link #size()} - 1
     * @return above 0; 1 for a rating unless the host set another weight
     */
    public double weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    /**
     * Whether a row is an estimate that was added for training.
     *
     * @param row 0 to {@link #size()} - 1
     * @return true for a pseudo rating
     */
    public boolean pseudo(int row) {
        return pseudo != null && pseudo[row];
    }

    /**
     * The time of a rating.
     *
     * @param row 0 to {@link #size()} - 1
     * @return the time, in milliseconds; empty if it is unknown
     */
    public Optional<Instant> time(int row) {
        return times == null || times[row] == RatingColumns.NO_TIME
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(times[row]));
    }

    /**
     * The ratings of one user, without pseudo ratings.
     *
     * @param userId the application's own id
     * @return a new list in the order of the table; empty if the user has none
     */
    public List<Rating> ratingsOf(String userId) {
        int userIndex = users.find(userId);
        List<Rating> ratings = new ArrayList<>();
        if (userIndex >= 0) {
            for (int row = userStart(userIndex); row < userEnd(userIndex); row++) {
                if (!pseudo(row)) {
                    ratings.add(new Rating(
                            userId, itemId(item(row)), value(row), time(row).orElse(null)));
                }
            }
        }
        return ratings;
    }

    /**
     * Counts of the rows that were read, kept and skipped.
     *
     * @return the report of the original table, for derived tables as well
     */
    public ReadReport readReport() {
        return readReport;
    }

    /**
     * A table of some of the rows, with the same indices.
     *
     * @param keep whether a row of this table is kept
     * @return a new table
     */
    public RatingTable where(IntPredicate keep) {
        return TableDerivation.where(this, keep);
    }

    /**
     * The same rows with other weights. The new table shares all but the weights with this one: 4 bytes a row.
     *
     * @param weight the new weight of each row of this table, finite and above 0; called once a row, in order
     * @return a new table
     * @throws IllegalArgumentException if a weight is not finite or not above 0
     */
    public RatingTable weighted(IntToDoubleFunction weight) {
        return new RatingTable(this, values, TableDerivation.weights(this, weight), newcomers);
    }

    /**
     * The same rows with other values, for example without a known shift. The new table shares
     * all but the values with this one: 4 bytes a row.
     *
     * @param value the new value of each row of this table; called once a row, in order, and clamped to the scale
     * @return a new table
     * @throws IllegalArgumentException if a value is not finite
     */
    public RatingTable revalued(IntToDoubleFunction value) {
        return new RatingTable(this, TableDerivation.values(this, value), weights, newcomers);
    }

    /**
     * The same rows, with the users marked whose ratings are the first that they gave: those need be no random sample of
     * what a user will give. The mark stays with every table that is derived from this one.
     *
     * @param newcomer says of each user index whether the user is marked, in place of what was marked before
     * @return a new table that shares all columns with this one
     */
    public RatingTable withNewcomers(IntPredicate newcomer) {
        BitSet marked = new BitSet();
        for (int user = 0; user < userCount(); user++) {
            marked.set(user, newcomer.test(user));
        }
        return new RatingTable(this, values, weights, marked.isEmpty() ? null : marked);
    }

    /**
     * Whether a user's ratings are marked as the first that the user gave.
     *
     * @param user 0 to {@link #userCount()} - 1
     * @return false unless {@link #withNewcomers} said so
     */
    public boolean newcomer(int user) {
        return newcomers != null && newcomers.get(user);
    }

    /**
     * A table with pseudo ratings added. A pair that this table holds already keeps its row: a rating is never replaced by
     * an estimate.
     *
     * @param added the pseudo ratings; of several for one pair the first counts
     * @return a new table
     */
    public RatingTable plus(Collection<PseudoRating> added) {
        return TableDerivation.plus(this, added);
    }

    /** Epoch milliseconds, or {@link RatingColumns#NO_TIME}. */
    long timeMillis(int row) {
        return times == null ? RatingColumns.NO_TIME : times[row];
    }

    @Nullable
    BitSet newcomers() {
        return newcomers;
    }

    IdIndex users() {
        return users;
    }

    IdIndex items() {
        return items;
    }

    @Override
    public String toString() {
        return "%d ratings and %d pseudo ratings of %d users for %d items on %s"
                .formatted(size() - pseudoCount, pseudoCount, userCount(), itemCount(), scale);
    }
}
