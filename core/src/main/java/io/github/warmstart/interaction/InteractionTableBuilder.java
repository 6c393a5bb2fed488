// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.ids.IdIndex;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.table.ReadReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rows under stated rules and makes an {@link InteractionTable} of them. For one thread; {@link #build()} may be
 * called once. Enter by {@link InteractionTable#builder}.
 *
 * <p>Taking a row costs O(1), building O(rows + users + items).
 */
public final class InteractionTableBuilder implements InteractionSink {

    /** How many bad rows are kept as examples. */
    public static final int MAX_EXAMPLES = 10;

    private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final IdIndex users = new IdIndex();
    private final IdIndex items = new IdIndex();
    private final List<BadRow> examples = new ArrayList<>();
    private BadRowPolicy badRows = BadRowPolicy.FAIL;
    private int[] rowUsers = new int[16];
    private int[] rowItems = new int[16];
    private long @Nullable [] times;
    private int size;
    private long rows;
    private long skipped;
    private @Nullable ReadReport report;

    InteractionTableBuilder() {}

    /**
     * The rule for bad rows.
     *
     * @param badRows the rule; {@link BadRowPolicy#FAIL} unless set
     * @return this
     */
    public InteractionTableBuilder badRows(BadRowPolicy badRows) {
        this.badRows = requireNonNull(badRows, "badRows");
        return this;
    }

    /**
     * Adds items that can be chosen, chosen already or not: what a catalogue holds.
     *
     * @param itemIds the application's own ids, not blank
     * @return this
     * @throws IllegalArgumentException if an id is blank
     */
    public InteractionTableBuilder items(Collection<String> itemIds) {
        checkNotSpent();
        for (String itemId : itemIds) {
            if (itemId.isBlank()) {
                throw new IllegalArgumentException("itemId must not be blank, but was '%s'".formatted(itemId));
            }
            items.add(itemId);
        }
        return this;
    }

    /**
     * Adds every row of a source.
     *
     * @param source the interactions
     * @return this
     * @throws RatingException if the source cannot be read, or breaks a rule of this builder
     */
    public InteractionTableBuilder addAll(InteractionSource source) {
        source.read(this);
        return this;
    }

    /**
     * Adds one interaction.
     *
     * @param interaction the interaction
     * @return this
     */
    public InteractionTableBuilder add(Interaction interaction) {
        accept(interaction, new RowLocation("row", rows + 1));
        return this;
    }

    @Override
    public void accept(Interaction interaction, RowLocation location) {
        checkNotSpent();
        Instant time = interaction.time();
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
            reject(new BadRow(location, "time", time.toString(), "must be in the years -9999 to 9999"));
            return;
        }
        rows++;
        if (size == rowUsers.length) {
            grow();
        }
        rowUsers[size] = users.add(interaction.userId());
        rowItems[size] = items.add(interaction.itemId());
        if (time != null && times == null) {
            times = new long[rowUsers.length];
            Arrays.fill(times, 0, size, InteractionTable.NO_TIME);
        }
        if (times != null) {
            times[size] = time == null ? InteractionTable.NO_TIME : time.toEpochMilli();
        }
        size++;
    }

    private void grow() {
        int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, rowUsers.length + (long) (rowUsers.length >> 1) + 16);
        if (capacity == size) {
            throw new RatingException("a table holds at most %d interactions: sample the source".formatted(size));
        }
        rowUsers = Arrays.copyOf(rowUsers, capacity);
        rowItems = Arrays.copyOf(rowItems, capacity);
        times = times == null ? null : Arrays.copyOf(times, capacity);
    }

    @Override
    public void reject(BadRow row) {
        checkNotSpent();
        rows++;
        skipped++;
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(row);
        }
        if (skipped > badRows.limit()) {
            throw new RatingException(
                    badRows.limit() == 0
                            ? row + ": correct the row, or skip bad rows with BadRowPolicy.skipUpTo(n)"
                            : "%d bad rows, and the limit is %d; the last: %s; the first: %s"
                                    .formatted(skipped, badRows.limit(), row, examples.get(0)));
        }
    }

    /**
     * Sorts the rows and merges those of the same pair.
     *
     * @return the table; this builder is spent
     * @throws IllegalStateException if the table was built already
     */
    public InteractionTable build() {
        checkNotSpent();
        int[] order = order(rowUsers, users.size(), order(rowItems, items.size(), null));
        int[] sortedUsers = new int[size];
        int[] sortedItems = new int[size];
        int[] counts = new int[size];
        long[] known = times;
        long[] sortedTimes = known == null ? null : new long[size];
        int kept = 0;
        for (int row : order) {
            boolean again =
                    kept > 0 && sortedUsers[kept - 1] == rowUsers[row] && sortedItems[kept - 1] == rowItems[row];
            if (again) {
                counts[kept - 1] = counts[kept - 1] == Integer.MAX_VALUE ? Integer.MAX_VALUE : counts[kept - 1] + 1;
                if (known != null && sortedTimes != null) {
                    sortedTimes[kept - 1] = earlier(sortedTimes[kept - 1], known[row]);
                }
                continue;
            }
            sortedUsers[kept] = rowUsers[row];
            sortedItems[kept] = rowItems[row];
            counts[kept] = 1;
            if (known != null && sortedTimes != null) {
                sortedTimes[kept] = known[row];
            }
            kept++;
        }
        report = new ReadReport(rows, kept, size - kept, skipped, examples);
        rowUsers = new int[0];
        rowItems = new int[0];
        times = null;
        return new InteractionTable(
                users,
                items,
                Arrays.copyOf(sortedUsers, kept),
                Arrays.copyOf(sortedItems, kept),
                Arrays.copyOf(counts, kept),
                sortedTimes == null ? null : Arrays.copyOf(sortedTimes, kept));
    }

    /**
     * What became of the rows.
     *
     * @return the counts and the first bad rows
     * @throws IllegalStateException if the table was not built yet
     */
    public ReadReport readReport() {
        ReadReport done = report;
        if (done == null) {
            throw new IllegalStateException("readReport() must be called after build()");
        }
        return done;
    }

    private static long earlier(long a, long b) {
        if (a == InteractionTable.NO_TIME || b == InteractionTable.NO_TIME) {
            return Math.max(a, b);
        }
        return Math.min(a, b);
    }

    /** A stable counting sort. */
    private int[] order(int[] keys, int keyCount, int @Nullable [] before) {
        int[] next = new int[keyCount + 1];
        for (int row = 0; row < size; row++) {
            next[keys[row] + 1]++;
        }
        for (int key = 0; key < keyCount; key++) {
            next[key + 1] += next[key];
        }
        int[] order = new int[size];
        for (int position = 0; position < size; position++) {
            int row = before == null ? position : before[position];
            order[next[keys[row]]++] = row;
        }
        return order;
    }

    private void checkNotSpent() {
        if (report != null) {
            throw new IllegalStateException("a builder builds one table, but build() was called already");
        }
    }
}
