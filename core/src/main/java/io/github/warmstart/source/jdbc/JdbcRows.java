// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.RowKind;
import io.github.warmstart.internal.source.SourceRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.RatingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of one result, read cell by cell. */
final class JdbcRows {

    /** First characters of the SQL states of a lost connection. */
    private static final String CONNECTION_STATE = "08";

    private static final String NULL = "NULL";

    private final JdbcQuery query;
    private final ResultSet rows;
    /** Position of each column that is read, counted from 1. */
    private final Map<ColumnRole, Integer> positions = new EnumMap<>(ColumnRole.class);
    /** Columns of fixed length, whose text the database pads with blanks. */
    private final Set<ColumnRole> padded = EnumSet.noneOf(ColumnRole.class);

    private final TimeCells times;
    private final SourceRow target;

    JdbcRows(JdbcQuery query, ResultSet rows, RowKind kind) throws SQLException {
        this.query = query;
        this.rows = rows;
        ResultSetMetaData about = rows.getMetaData();
        List<String> labels = new ArrayList<>();
        for (int column = 1; column <= about.getColumnCount(); column++) {
            labels.add(about.getColumnLabel(column));
        }
        for (Map.Entry<ColumnRole, String> entry : query.labels().entrySet()) {
            boolean optional = entry.getKey() == ColumnRole.TIME && !query.timeRequired();
            int position = position(labels, entry.getValue());
            if (position > 0) {
                positions.put(entry.getKey(), position);
                int type = about.getColumnType(position);
                if (type == Types.CHAR || type == Types.NCHAR) {
                    padded.add(entry.getKey());
                }
            } else if (!optional) {
                throw new RatingException(
                        "query '%s' must return a column '%s', but returns %s: rename it in the query, or say its label with columns(...) or timeColumn(...)"
                                .formatted(query.name(), entry.getValue(), String.join(", ", labels)));
            }
        }
        Integer time = positions.get(ColumnRole.TIME);
        times = time == null
                ? TimeCells.untyped(query.timeFormat().zone())
                : TimeCells.of(
                        about.getColumnType(time),
                        about.getColumnTypeName(time),
                        query.timeFormat().zone());
        target = new SourceRow(kind, query.timeFormat(), query.labels());
    }

    /** The position of the only column of a label, in exactly this case or else in any, or 0 if there is none. */
    private int position(List<String> labels, String wanted) {
        List<Integer> same = new ArrayList<>();
        List<Integer> similar = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).equals(wanted)) {
                same.add(i + 1);
            }
            if (labels.get(i).equalsIgnoreCase(wanted)) {
                similar.add(i + 1);
            }
        }
        List<Integer> found = same.isEmpty() ? similar : same;
        if (found.size() > 1) {
            throw new RatingException(
                    "query '%s' must return the column '%s' once, but returns %s: give each column a label of its own with AS"
                            .formatted(query.name(), wanted, String.join(", ", labels)));
        }
        return found.isEmpty() ? 0 : found.get(0);
    }

    void readAll() throws SQLException {
        for (long row = 1; rows.next(); row++) {
            for (Map.Entry<ColumnRole, Integer> entry : positions.entrySet()) {
                read(entry.getKey(), entry.getValue());
            }
            target.finish(new RowLocation(query.name(), row));
        }
    }

    private void read(ColumnRole role, int position) throws SQLException {
        Object value;
        try {
            value = role == ColumnRole.TIME ? times.read(rows, position) : rows.getObject(position);
        } catch (SQLException unreadable) {
            String state = unreadable.getSQLState();
            if (state != null && state.startsWith(CONNECTION_STATE)) {
                throw unreadable;
            }
            failReading(role, SqlRedaction.without(unreadable));
            return;
        } catch (RuntimeException unreadable) {
            failReading(role, unreadable);
            return;
        }
        switch (role) {
            case USER, ITEM -> readId(role, value);
            case VALUE -> readNumber(value);
            case TIME -> readTime(value);
        }
    }

    private void failReading(ColumnRole role, Exception unreadable) {
        target.fail(role, String.valueOf(unreadable.getMessage()), "must be readable by the driver");
    }

    private void readId(ColumnRole role, @Nullable Object value) {
        if (value instanceof String text) {
            target.set(role, padded.contains(role) ? withoutPadding(text) : text);
            return;
        }
        String id = wholeNumberOrUuid(value);
        if (id == null) {
            target.fail(
                    role, shown(value), value == null ? "must not be NULL" : "must be text, a whole number or a UUID");
        } else {
            target.set(role, id);
        }
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    private static @Nullable String wholeNumberOrUuid(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return whole(number);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? whole(new BigDecimal(number)) : null;
        }
        boolean plain = value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof UUID;
        return plain ? String.valueOf(value) : null;
    }

    private static @Nullable String whole(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() <= 0 ? stripped.toPlainString() : null;
    }

    private void readNumber(@Nullable Object value) {
        if (value instanceof String || value instanceof Number) {
            target.set(ColumnRole.VALUE, value.toString());
        } else {
            target.fail(ColumnRole.VALUE, shown(value), value == null ? "must not be NULL" : "must be a number");
        }
    }

    private void readTime(@Nullable Object value) {
        if (value == null) {
            return;
        }
        Instant instant = times.instant(value);
        if (instant != null) {
            target.setTime(instant);
        } else if (value instanceof String || value instanceof Number) {
            target.set(ColumnRole.TIME, value.toString());
        } else {
            target.fail(ColumnRole.TIME, shown(value), "must be a timestamp, a number or text");
        }
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        return value instanceof Number
                ? value.toString()
                : "a value of type " + value.getClass().getSimpleName();
    }
}
