// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.jdbc;

import io.github.warmstart.internal.text.NumberParser;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.TimeFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of one result, turned into ratings. */
final class JdbcRows {

    private static final int NONE = -1;

    private final JdbcRatings options;
    private final ResultSet rows;
    private final int user;
    private final int item;
    private final int rating;
    private final int time;
    /** The type to ask the driver for, or null to take what it gives. */
    private final @Nullable Class<?> timeType;

    JdbcRows(JdbcRatings options, ResultSet rows) throws SQLException {
        this.options = options;
        this.rows = rows;
        ResultSetMetaData about = rows.getMetaData();
        List<String> labels = new ArrayList<>();
        for (int column = 1; column <= about.getColumnCount(); column++) {
            labels.add(about.getColumnLabel(column));
        }
        user = find(labels, options.columns().get(0), true);
        item = find(labels, options.columns().get(1), true);
        rating = find(labels, options.columns().get(2), true);
        time = find(labels, options.timeColumn(), options.timeRequired());
        timeType = time == NONE ? null : timeType(about.getColumnType(time), about.getColumnTypeName(time));
    }

    private int find(List<String> labels, String wanted, boolean required) {
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).equalsIgnoreCase(wanted)) {
                return i + 1;
            }
        }
        if (required) {
            throw new RatingException(
                    "query '%s' must return a column '%s', but returns %s: rename it in the query, or say its label with columns(...) or timeColumn(...)"
                            .formatted(options.name(), wanted, String.join(", ", labels)));
        }
        return NONE;
    }

    /** A java.sql.Timestamp is in the zone of the machine, so timestamps are asked for by types that are not. */
    private static @Nullable Class<?> timeType(int type, String typeName) {
        boolean zoned = type == Types.TIMESTAMP_WITH_TIMEZONE
                || typeName.toLowerCase(Locale.ROOT).equals("timestamptz");
        if (zoned) {
            return OffsetDateTime.class;
        }
        return switch (type) {
            case Types.TIMESTAMP -> LocalDateTime.class;
            case Types.DATE -> LocalDate.class;
            default -> null;
        };
    }

    void readInto(RatingSink sink) throws SQLException {
        for (long row = 1; rows.next(); row++) {
            take(new RowLocation(options.name(), row), sink);
        }
    }

    private void take(RowLocation place, RatingSink sink) throws SQLException {
        Object userValue = rows.getObject(user);
        Object itemValue = rows.getObject(item);
        Object ratingValue = rows.getObject(rating);
        Object timeValue = timeValue();
        String userId = id(userValue);
        String itemId = id(itemValue);
        double value = number(ratingValue);
        Instant instant = instant(timeValue);
        if (userId == null || userId.isBlank()) {
            sink.reject(bad(place, options.columns().get(0), userValue, idRule(userValue)));
        } else if (itemId == null || itemId.isBlank()) {
            sink.reject(bad(place, options.columns().get(1), itemValue, idRule(itemValue)));
        } else if (!Double.isFinite(value)) {
            sink.reject(bad(place, options.columns().get(2), ratingValue, numberRule(ratingValue)));
        } else if (instant == null && timeValue != null) {
            sink.reject(bad(place, options.timeColumn(), timeValue, timeRule(timeValue)));
        } else {
            sink.accept(new Rating(userId, itemId, value, instant), place);
        }
    }

    private @Nullable Object timeValue() throws SQLException {
        if (time == NONE) {
            return null;
        }
        Object value = timeType == null ? rows.getObject(time) : rows.getObject(time, timeType);
        return value instanceof String text && text.isBlank() ? null : value;
    }

    private static @Nullable String id(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() <= 0 ? stripped.toPlainString() : null;
        }
        boolean plain = value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof UUID;
        return plain ? String.valueOf(value) : null;
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return value instanceof String text ? NumberParser.parse(text) : Double.NaN;
    }

    private @Nullable Instant instant(@Nullable Object value) {
        TimeFormat format = options.timeFormat();
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant();
        } else if (value instanceof LocalDateTime moment) {
            return moment.toInstant(ZoneOffset.UTC);
        } else if (value instanceof LocalDate day) {
            return day.atStartOfDay().toInstant(ZoneOffset.UTC);
        } else if (value instanceof Timestamp moment) {
            return moment.toInstant();
        } else if (value instanceof String text) {
            return format.parse(text);
        }
        return value instanceof Long || value instanceof Integer || value instanceof BigDecimal
                ? format.parse(String.valueOf(id(value)))
                : null;
    }

    private static String idRule(@Nullable Object value) {
        if (value == null) {
            return "must not be NULL";
        }
        return value instanceof String ? "must not be blank" : "must be text, a whole number or a UUID";
    }

    private static String numberRule(@Nullable Object value) {
        if (value == null) {
            return "must not be NULL";
        }
        return value instanceof Number || value instanceof String
                ? NumberParser.rule(value.toString())
                : "must be a number";
    }

    private String timeRule(Object value) {
        return value instanceof String || value instanceof Number
                ? options.timeFormat().rule()
                : "must be a timestamp, a number or text";
    }

    private static BadRow bad(RowLocation place, String column, @Nullable Object value, String rule) {
        String shown = value instanceof String || value instanceof Number
                ? value.toString()
                : value == null ? "NULL" : "a value of type " + value.getClass().getSimpleName();
        return new BadRow(place, column, shown, rule);
    }
}
