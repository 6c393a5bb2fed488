// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.source;

import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.TimeFormat;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Row of a source before it becomes a rating or an interaction: one text for each role, or the rule that a column breaks.
 * A reader sets the columns and then {@linkplain #finish finishes} the row; the object is used again for each row. For one
 * thread.
 *
 * <p>The rules: ids are not blank; a value is what its {@link RowKind} accepts, and 1 where no column of values is read;
 * a blank time is unknown. The first column that breaks a rule, in the order of the roles, makes a bad row.
 */
public final class SourceRow {

    private static final ColumnRole[] ROLES = ColumnRole.values();

    private final RowKind kind;
    private final TimeFormat timeFormat;
    /** Column of each role that is read, for errors. */
    private final Map<ColumnRole, String> columns;

    private final Map<ColumnRole, String> texts = new EnumMap<>(ColumnRole.class);
    /** The rule that a column breaks. */
    private final Map<ColumnRole, String> rules = new EnumMap<>(ColumnRole.class);

    private @Nullable Instant time;

    /**
     * A row of which no column is set.
     *
     * @param kind what rows become
     * @param timeFormat format of times
     * @param columns column of each role that is read, in words for errors
     */
    public SourceRow(RowKind kind, TimeFormat timeFormat, Map<ColumnRole, String> columns) {
        this.kind = kind;
        this.timeFormat = timeFormat;
        this.columns = new EnumMap<>(columns);
    }

    /** Sets a column. */
    public void set(ColumnRole role, String text) {
        texts.put(role, text);
    }

    /** Sets the time where the source knows it as such. */
    public void setTime(Instant instant) {
        time = instant;
    }

    /**
     * Reports a column that no text can be read from.
     *
     * @param shown what stands in its place, for the error
     * @param rule the rule that it breaks
     */
    public void fail(ColumnRole role, String shown, String rule) {
        texts.put(role, shown);
        rules.put(role, rule);
    }

    /** Checks the row, passes it on as what it is, and clears it. */
    public void finish(RowLocation location) {
        requireText(ColumnRole.USER);
        requireText(ColumnRole.ITEM);
        boolean valued = columns.containsKey(ColumnRole.VALUE);
        if (valued && firstBroken(ColumnRole.VALUE) == null && kind.isUnrated(text(ColumnRole.VALUE))) {
            kind.unrated(location);
            clear();
            return;
        }
        double value = valued ? kind.parse(text(ColumnRole.VALUE)) : 1;
        if (Double.isNaN(value)) {
            breakRule(ColumnRole.VALUE, kind.rule(text(ColumnRole.VALUE)));
        }
        if (time == null && !text(ColumnRole.TIME).isBlank()) {
            time = timeFormat.parse(text(ColumnRole.TIME));
            if (time == null) {
                breakRule(ColumnRole.TIME, timeFormat.rule());
            }
        }
        ColumnRole broken = firstBroken(ColumnRole.TIME);
        if (broken == null) {
            kind.accept(text(ColumnRole.USER), text(ColumnRole.ITEM), value, time, location);
        } else {
            String column = String.valueOf(columns.get(broken));
            String rule = String.valueOf(rules.get(broken));
            kind.reject(new BadRow(location, column, text(broken), rule));
        }
        clear();
    }

    /** Passes on a row that is damaged as a whole, and clears it. */
    public void reject(BadRow bad) {
        kind.reject(bad);
        clear();
    }

    private void requireText(ColumnRole role) {
        if (text(role).isBlank()) {
            breakRule(role, "must not be blank");
        }
    }

    /** Notes a rule that a column breaks, unless the reader reported another. */
    private void breakRule(ColumnRole role, String rule) {
        rules.putIfAbsent(role, rule);
    }

    /** The first role that breaks a rule, or null if none does up to this one. */
    private @Nullable ColumnRole firstBroken(ColumnRole last) {
        for (ColumnRole role : ROLES) {
            if (rules.containsKey(role)) {
                return role;
            }
            if (role == last) {
                return null;
            }
        }
        return null;
    }

    private String text(ColumnRole role) {
        return texts.getOrDefault(role, "");
    }

    private void clear() {
        texts.clear();
        rules.clear();
        time = null;
    }
}
