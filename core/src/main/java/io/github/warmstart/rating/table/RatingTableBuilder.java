// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.ids.IdIndex;
import io.github.warmstart.internal.rows.RowCounter;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.DuplicatePolicy;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.rating.ReadRules;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Builder of a {@link RatingTable} from the rows of one or more sources. For one thread; {@link #build()} may be called
 * once. Start with {@link RatingTable#builder}.
 *
 * <p>Adding a row costs O(1), building O(rows + users + items): rows are sorted by counting. Each row takes 12 bytes (20
 * with times) while rows are added, and 8 more while they are sorted.
 */
public final class RatingTableBuilder implements RatingSink {

    private final RatingScale scale;
    private final IdIndex users = new IdIndex();
    private final IdIndex items = new IdIndex();
    private final RowCounter counter = new RowCounter();
    private final Map<Long, RowLocation> firstLocations = new HashMap<>();
    private RatingColumns columns = new RatingColumns(1024);
    private DuplicatePolicy duplicates = DuplicatePolicy.LATEST;
    /** The scale of the source that is being read: the table's, or a part of it. */
    private RatingScale sourceScale;

    private boolean spent;

    RatingTableBuilder(RatingScale scale) {
        this.scale = scale;
        sourceScale = scale;
    }

    /**
     * Sets the rules for bad rows and duplicates. Call it before the first row.
     *
     * @param rules {@link ReadRules#DEFAULT} unless set
     * @return this
     * @throws IllegalStateException if rows were added already
     */
    public RatingTableBuilder readRules(ReadRules rules) {
        counter.policy(requireNonNull(rules, "rules").badRows());
        duplicates = rules.duplicates();
        return this;
    }

    /**
     * Adds every row of a source.
     *
     * @param source the ratings
     * @return this
     * @throws RatingException if the source cannot be read, or breaks a rule of this builder
     */
    public RatingTableBuilder addAll(RatingSource source) {
        if (source.scale().lowest() < scale.lowest() || source.scale().highest() > scale.highest()) {
            throw new RatingException(
                    "the source's scale must lie within the table's %s, but was %s".formatted(scale, source.scale()));
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
    public RatingTableBuilder add(Rating rating) {
        accept(rating, new RowLocation("row", counter.rows() + 1));
        return this;
    }

    @Override
    public void accept(Rating rating, RowLocation location) {
        checkNotSpent();
        if (!sourceScale.contains(rating.value())) {
            reject(new BadRow(
                    location, "rating", Double.toString(rating.value()), "must be on the scale " + sourceScale));
            return;
        }
        if (rating.userId().startsWith(PseudoRating.MADE_UP)) {
            reject(new BadRow(
                    location,
                    "user",
                    rating.userId(),
                    "must not begin with " + PseudoRating.MADE_UP + ", which is reserved"));
            return;
        }
        Instant time = rating.time();
        String timeRule = RowCounter.brokenTimeRule(time);
        if (timeRule != null) {
            reject(new BadRow(location, "time", String.valueOf(time), timeRule));
            return;
        }
        int user = users.add(rating.userId());
        int item = items.add(rating.itemId());
        if (duplicates == DuplicatePolicy.REJECT) {
            RowLocation first = firstLocations.putIfAbsent((long) user << 32 | item, location);
            if (first != null) {
                reject(new BadRow(
                        location,
                        "pair",
                        rating.userId() + ", " + rating.itemId(),
                        "must be rated only once (first at " + first + ")"));
                return;
            }
        }
        counter.good();
        columns.add(user, item, onScale(rating.value()), 1, time == null ? RatingColumns.NO_TIME : time.toEpochMilli());
    }

    @Override
    public void reject(BadRow row) {
        checkNotSpent();
        counter.bad(row);
    }

    @Override
    public void notRated(RowLocation location) {
        checkNotSpent();
        counter.unrated();
    }

    /**
     * Sorts the rows and settles duplicates.
     *
     * @return the table; this builder cannot be used again
     * @throws IllegalStateException if the table was built already
     */
    public RatingTable build() {
        checkNotSpent();
        spent = true;
        firstLocations.clear();
        columns.trim();
        int[] order = columns.order(users.size(), items.size());
        int kept = settle(order);
        ReadReport report = counter.report(kept, order.length - kept);
        if (kept < order.length) {
            order = Arrays.copyOf(order, kept);
        }
        RatingTable table = new RatingTable(scale, users, items, columns, order, null, null, report);
        columns = new RatingColumns(0);
        return table;
    }

    private void checkNotSpent() {
        if (spent) {
            throw new IllegalStateException("a builder builds one table, but build() was called already");
        }
    }

    /** The nearest float on the scale: rounding can exceed an end, for example at 0.1. */
    private float onScale(double value) {
        float rounded = (float) value;
        if (rounded > scale.highest()) {
            return Math.nextDown(rounded);
        }
        return rounded < scale.lowest() ? Math.nextUp(rounded) : rounded;
    }

    /** Moves one row of each pair to the front of the order, and returns the number of pairs. */
    private int settle(int[] order) {
        int kept = 0;
        int start = 0;
        while (start < order.length) {
            int end = start + 1;
            while (end < order.length && columns.samePair(order[start], order[end])) {
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
        if (duplicates == DuplicatePolicy.FIRST) {
            return order[start];
        }
        if (duplicates == DuplicatePolicy.MEAN) {
            columns.values[latest] = onScale(sum / (end - start));
        }
        return latest;
    }
}
