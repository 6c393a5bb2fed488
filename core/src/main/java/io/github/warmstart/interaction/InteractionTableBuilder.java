// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.ids.IdIndex;
import io.github.warmstart.internal.rows.RowCounter;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.rating.ReadRules;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;

/**
 * Builder of an {@link InteractionTable} from the rows of one or more sources. For one thread; {@link #build()} may be
 * called once. Start with {@link InteractionTable#builder}.
 *
 * <p>Adding a row costs O(1), building O(rows + users + items): rows are sorted by counting. Each row takes 8 bytes (12
 * with counts, 8 more with times) while rows are added, and 8 more while they are sorted.
 */
public final class InteractionTableBuilder implements InteractionSink {

    private final IdIndex users = new IdIndex();
    private final IdIndex items = new IdIndex();
    private final RowCounter counter = new RowCounter();
    private InteractionColumns columns = new InteractionColumns(1024);
    private boolean spent;

    InteractionTableBuilder() {}

    /**
     * Sets the rule for bad rows. Call it before the first row. The rule for duplicates does not matter: interactions of
     * the same pair are counted.
     *
     * @param rules {@link ReadRules#DEFAULT} unless set
     * @return this
     * @throws IllegalStateException if rows were added already
     */
    public InteractionTableBuilder readRules(ReadRules rules) {
        counter.policy(requireNonNull(rules, "rules").badRows());
        return this;
    }

    /**
     * Adds items that can be chosen, chosen already or not: the items of a catalogue.
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
        accept(interaction, new RowLocation("row", counter.rows() + 1));
        return this;
    }

    @Override
    public void accept(Interaction interaction, RowLocation location) {
        checkNotSpent();
        Instant time = interaction.time();
        String timeRule = RowCounter.brokenTimeRule(time);
        if (timeRule != null) {
            reject(new BadRow(location, "time", String.valueOf(time), timeRule));
            return;
        }
        counter.good();
        columns.add(
                users.add(interaction.userId()),
                items.add(interaction.itemId()),
                interaction.count(),
                time == null ? InteractionColumns.NO_TIME : time.toEpochMilli());
    }

    @Override
    public void reject(BadRow row) {
        checkNotSpent();
        counter.bad(row);
    }

    /**
     * Sorts the rows and merges those of the same pair.
     *
     * @return the table; this builder cannot be used again
     * @throws IllegalStateException if the table was built already
     */
    public InteractionTable build() {
        checkNotSpent();
        spent = true;
        columns.trim();
        int[] order = columns.order(users.size(), items.size());
        int kept = columns.merge(order);
        ReadReport report = counter.report(kept, order.length - kept);
        int[] sorted = kept < order.length ? Arrays.copyOf(order, kept) : order;
        InteractionTable table = new InteractionTable(
                users,
                items,
                columns.sortedUsers(sorted),
                columns.sortedItems(sorted),
                columns.sortedCounts(sorted),
                columns.sortedTimes(sorted),
                report);
        columns = new InteractionColumns(0);
        return table;
    }

    private void checkNotSpent() {
        if (spent) {
            throw new IllegalStateException("a builder builds one table, but build() was called already");
        }
    }
}
