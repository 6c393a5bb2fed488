// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ratings in columns, sorted by user and then by item: what models train on.
 *
 * <p>Users and items carry dense numbers, called indices here; ids are the application's own. A row is a rating, or a
 * {@linkplain #pseudo(int) pseudo rating} that was added for training and can be told apart for ever. A table that was
 * {@linkplain #where filtered} keeps the indices of the table that it came from, so a user or an item may have no rows.
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
    /** Which rows are pseudo ratings; null if none is. */
    private final boolean @Nullable [] pseudo;

    private final int pseudoCount;

    private RatingTable(
            RatingScale scale,
            IdIndex users,
            IdIndex items,
            RatingColumns columns,
            int[] order,
            boolean @Nullable [] pseudoColumn,
            ReadReport readReport) {
        this.scale = scale;
        this.users = users;
        this.items = items;
        this.readReport = readReport;
        int size = order.length;
        // each column is given up as soon as it is sorted: both at once would be twice the memory
        rowUsers = columns.takeUsers(order);
        rowItems = columns.takeItems(order);
        values = columns.takeValues(order);
        weights = columns.takeWeights(order);
        times = columns.takeTimes(order);
        pseudo = pseudoColumn == null ? null : new boolean[size];
        int marked = 0;
        if (pseudo != null && pseudoColumn != null) {
            for (int row = 0; row < size; row++) {
                pseudo[row] = pseudoColumn[order[row]];
                marked += pseudo[row] ? 1 : 0;
            }
        }
        pseudoCount = marked;
        userStarts = starts(rowUsers, users.size());
        itemStarts = starts(rowItems, items.size());
        rowsByItem = new int[size];
        int[] next = Arrays.copyOf(itemStarts, itemStarts.length);
        for (int row = 0; row < size; row++) {
            rowsByItem[next[rowItems[row]]++] = row;
        }
    }

    /** Where the rows of each key start once they are sorted by it; one entry more than keys. */
    private static int[] starts(int[] keys, int keyCount) {
        int[] starts = new int[keyCount + 1];
        for (int key : keys) {
            starts[key + 1]++;
        }
        for (int key = 0; key < keyCount; key++) {
            starts[key + 1] += starts[key];
        }
        return starts;
    }

    /**
     * Reads a whole source under the default rules: the first bad row is an error, the latest of several ratings of a
     * pair counts.
     *
     * @param source the ratings
     * @return the table
     * @throws RatingException if the source cannot be read or holds a bad row
     */
    public static RatingTable read(RatingSource source) {
        return builder(source.scale()).addAll(source).build();
    }

    /**
     * Starts a table.
     *
     * @param scale the scale that every rating must be on
     * @return a builder for one thread
     */
    public static Builder builder(RatingScale scale) {
        return new Builder(requireNonNull(scale, "scale"));
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
     * How many rows there are, pseudo ratings included.
     *
     * @return 0 or more
     */
    public int size() {
        return values.length;
    }

    /**
     * How many of the rows are pseudo ratings.
     *
     * @return 0 for a table of nothing but what people gave
     */
    public int pseudoCount() {
        return pseudoCount;
    }

    /**
     * How many user indices there are.
     *
     * @return the least number that no user index reaches
     */
    public int userCount() {
        return users.size();
    }

    /**
     * How many item indices there are.
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
     * How many rows a user has.
     *
     * @param userIndex 0 to {@link #userCount()} - 1
     * @return 0 or more
     */
    public int userSize(int userIndex) {
        return userStarts[userIndex + 1] - userStarts[userIndex];
    }

    /**
     * How many rows an item has.
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
     * Whose rating a row is.
     *
     * @param row 0 to {@link #size()} - 1
     * @return a user index
     */
    public int user(int row) {
        return rowUsers[row];
    }

    /**
     * What a row rates.
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
     * How much a row counts in training.
     *
     * @param row 0 to {@link #size()} - 1
     * @return 1 for a rating unless the host gave another weight, above 0
     */
    public double weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    /**
     * Whether a row is a guess that was added for training, not a rating that a person gave.
     *
     * @param row 0 to {@link #size()} - 1
     * @return true for a pseudo rating
     */
    public boolean pseudo(int row) {
        return pseudo != null && pseudo[row];
    }

    /**
     * When a rating was given.
     *
     * @param row 0 to {@link #size()} - 1
     * @return the time, or nothing if it is not known
     */
    public Optional<Instant> time(int row) {
        return times == null || times[row] == RatingColumns.NO_TIME
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(times[row]));
    }

    /**
     * The ratings of one user, pseudo ratings left out.
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
     * What became of the rows of the sources that this table was read from.
     *
     * @return the report of the first table, for tables derived from another as well
     */
    public ReadReport readReport() {
        return readReport;
    }

    /**
     * A table of some of the rows, with the same indices.
     *
     * @param keep says of each row of this table whether it stays
     * @return a new table
     */
    public RatingTable where(IntPredicate keep) {
        RatingColumns columns = new RatingColumns(size());
        boolean[] marks = new boolean[size()];
        for (int row = 0; row < size(); row++) {
            if (keep.test(row)) {
                marks[columns.size] = pseudo(row);
                columns.add(rowUsers[row], rowItems[row], values[row], weight(row), timeMillis(row));
            }
        }
        return new RatingTable(
                scale, users, items, columns, identity(columns.size), pseudo == null ? null : marks, readReport);
    }

    /**
     * The same rows with other weights.
     *
     * @param weight the new weight of each row of this table, finite and above 0; asked once a row, in order
     * @return a new table
     * @throws IllegalArgumentException if a weight is not finite or not above 0
     */
    public RatingTable weighted(IntToDoubleFunction weight) {
        RatingColumns columns = new RatingColumns(size());
        boolean[] marks = new boolean[size()];
        for (int row = 0; row < size(); row++) {
            double own = weight.applyAsDouble(row);
            if (!(own > 0 && own <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "weight must be finite and > 0, but was %s (row %d)".formatted(own, row));
            }
            marks[row] = pseudo(row);
            // a float would take a tiny weight for none
            columns.add(rowUsers[row], rowItems[row], values[row], Math.max(Float.MIN_NORMAL, own), timeMillis(row));
        }
        return new RatingTable(
                scale, users, items, columns, identity(size()), pseudo == null ? null : marks, readReport);
    }

    /**
     * A table with pseudo ratings beside the ratings. A pair that this table holds already keeps its row: what a person
     * gave is never replaced by a guess.
     *
     * @param added the pseudo ratings; of several for one pair the first counts
     * @return a new table; this one is untouched
     */
    public RatingTable plus(Collection<PseudoRating> added) {
        IdIndex moreUsers = users.copy();
        IdIndex moreItems = items.copy();
        RatingColumns columns = new RatingColumns(size() + added.size());
        for (int row = 0; row < size(); row++) {
            columns.add(rowUsers[row], rowItems[row], values[row], weight(row), timeMillis(row));
        }
        for (PseudoRating one : added) {
            columns.add(
                    moreUsers.add(one.userId()),
                    moreItems.add(one.itemId()),
                    one.value(),
                    one.weight(),
                    RatingColumns.NO_TIME);
        }
        boolean[] marks = new boolean[columns.size];
        for (int row = 0; row < columns.size; row++) {
            marks[row] = row >= size() || pseudo(row);
        }
        int[] order = columns.order(moreUsers.size(), moreItems.size());
        int kept = 0;
        for (int position = 0; position < order.length; position++) {
            // rows stand in the order user, item, age: what follows one of the same pair is younger
            int row = order[position];
            boolean first = kept == 0
                    || columns.users[order[kept - 1]] != columns.users[row]
                    || columns.items[order[kept - 1]] != columns.items[row];
            if (first) {
                order[kept++] = row;
            }
        }
        return new RatingTable(scale, moreUsers, moreItems, columns, Arrays.copyOf(order, kept), marks, readReport);
    }

    private long timeMillis(int row) {
        return times == null ? RatingColumns.NO_TIME : times[row];
    }

    private static int[] identity(int size) {
        int[] order = new int[size];
        Arrays.setAll(order, row -> row);
        return order;
    }

    @Override
    public String toString() {
        return "%d ratings and %d pseudo ratings of %d users for %d items on %s"
                .formatted(size() - pseudoCount, pseudoCount, userCount(), itemCount(), scale);
    }

    /** Gathers rows under stated rules. For one thread; {@link #build()} may be called once. */
    public static final class Builder implements RatingSink {

        /** How many bad rows are kept as examples. */
        public static final int EXAMPLES_KEPT = 10;

        private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");
        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

        private final RatingScale scale;
        private final IdIndex users = new IdIndex();
        private final IdIndex items = new IdIndex();
        private final List<BadRow> examples = new ArrayList<>();
        private final Map<Long, Place> firstPlaces = new HashMap<>();
        private RatingColumns columns = new RatingColumns(1024);
        private BadRows badRows = BadRows.FAIL;
        private Duplicates duplicates = Duplicates.LATEST;
        /** The scale of the source that is being read: it may be a part of the table's. */
        private RatingScale sourceScale;

        private long rows;
        private long skipped;
        private boolean spent;

        private Builder(RatingScale scale) {
            this.scale = scale;
            sourceScale = scale;
        }

        /**
         * What to do with bad rows.
         *
         * @param badRows the rule; {@link BadRows#FAIL} unless set
         * @return this
         */
        public Builder badRows(BadRows badRows) {
            this.badRows = requireNonNull(badRows, "badRows");
            return this;
        }

        /**
         * What counts where a pair is rated more than once. Set it before the first row.
         *
         * @param duplicates the rule; {@link Duplicates#LATEST} unless set
         * @return this
         * @throws IllegalStateException if rows were added already
         */
        public Builder duplicates(Duplicates duplicates) {
            if (rows > 0) {
                throw new IllegalStateException(
                        "duplicates must be set before the first row, but %d rows were added".formatted(rows));
            }
            this.duplicates = requireNonNull(duplicates, "duplicates");
            return this;
        }

        /**
         * Adds every row of a source.
         *
         * @param source the ratings
         * @return this
         * @throws RatingException if the source cannot be read, or breaks a rule of this builder
         */
        public Builder addAll(RatingSource source) {
            if (source.scale().lowest() < scale.lowest() || source.scale().highest() > scale.highest()) {
                throw new RatingException("the source's scale must lie within the table's %s, but was %s"
                        .formatted(scale, source.scale()));
            }
            sourceScale = source.scale();
            try {
                source.read(this);
            } finally {
                sourceScale = scale;
            }
            return this;
        }

        /**
         * Adds one rating.
         *
         * @param rating the rating
         * @return this
         */
        public Builder add(Rating rating) {
            accept(rating, new Place("row", rows + 1));
            return this;
        }

        @Override
        public void accept(Rating rating, Place place) {
            checkNotSpent();
            if (!sourceScale.contains(rating.value())) {
                reject(new BadRow(
                        place, "rating", Double.toString(rating.value()), "must be on the scale " + sourceScale));
                return;
            }
            Instant time = rating.time();
            if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
                reject(new BadRow(place, "time", time.toString(), "must be in the years -9999 to 9999"));
                return;
            }
            rows++;
            int user = users.add(rating.userId());
            int item = items.add(rating.itemId());
            if (duplicates == Duplicates.REJECT) {
                Place first = firstPlaces.putIfAbsent((long) user << 32 | item, place);
                if (first != null) {
                    rows--;
                    reject(new BadRow(
                            place,
                            "pair",
                            rating.userId() + ", " + rating.itemId(),
                            "must be rated once, but stands at " + first + " already"));
                    return;
                }
            }
            columns.add(
                    user, item, onScale(rating.value()), 1, time == null ? RatingColumns.NO_TIME : time.toEpochMilli());
        }

        @Override
        public void reject(BadRow row) {
            checkNotSpent();
            rows++;
            skipped++;
            if (examples.size() < EXAMPLES_KEPT) {
                examples.add(row);
            }
            if (skipped > badRows.limit()) {
                throw new RatingException(
                        badRows.limit() == 0
                                ? row + ": mend the row, or skip bad rows with BadRows.skipUpTo(n)"
                                : "%d bad rows, and the limit is %d; the last: %s; the first: %s"
                                        .formatted(skipped, badRows.limit(), row, examples.get(0)));
            }
        }

        /**
         * Sorts the rows and settles duplicates.
         *
         * @return the table; this builder is spent
         * @throws IllegalStateException if the table was built already
         */
        public RatingTable build() {
            checkNotSpent();
            spent = true;
            firstPlaces.clear();
            columns.trim();
            int[] order = columns.order(users.size(), items.size());
            int kept = settle(order);
            ReadReport report = new ReadReport(rows, kept, order.length - kept, skipped, examples);
            if (kept < order.length) {
                order = Arrays.copyOf(order, kept);
            }
            RatingTable table = new RatingTable(scale, users, items, columns, order, null, report);
            columns = new RatingColumns(0);
            return table;
        }

        private void checkNotSpent() {
            if (spent) {
                throw new IllegalStateException("a builder builds one table, but build() was called already");
            }
        }

        /** The nearest float that is on the scale: rounding alone may step over an end, as it does over 0.1. */
        private float onScale(double value) {
            float rounded = (float) value;
            if (rounded > scale.highest()) {
                return Math.nextDown(rounded);
            }
            return rounded < scale.lowest() ? Math.nextUp(rounded) : rounded;
        }

        /** Leaves one row of each pair at the front of the order, and returns how many there are. */
        private int settle(int[] order) {
            int kept = 0;
            int start = 0;
            while (start < order.length) {
                int end = start + 1;
                while (end < order.length && samePair(order[start], order[end])) {
                    end++;
                }
                order[kept++] = end == start + 1 ? order[start] : settle(order, start, end);
                start = end;
            }
            return kept;
        }

        private int settle(int[] order, int start, int end) {
            int latest = order[start];
            double sum = 0;
            for (int position = start; position < end; position++) {
                sum += columns.values[order[position]];
                if (columns.time(order[position]) >= columns.time(latest)) {
                    latest = order[position];
                }
            }
            if (duplicates == Duplicates.FIRST) {
                return order[start];
            }
            if (duplicates == Duplicates.MEAN) {
                columns.values[latest] = onScale(sum / (end - start));
            }
            return latest;
        }

        private boolean samePair(int a, int b) {
            return columns.users[a] == columns.users[b] && columns.items[a] == columns.items[b];
        }
    }
}
