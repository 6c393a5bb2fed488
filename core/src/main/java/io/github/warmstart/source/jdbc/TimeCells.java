// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the cells of a column of times.
 *
 * <p>A {@link java.sql.Timestamp} is in the zone of the machine, so timestamps are requested as types of
 * {@code java.time}. Drivers that do not support these are asked for a timestamp in the stated zone, and last for
 * whatever they have.
 */
final class TimeCells {

    private static final List<String> ZONED_TYPES =
            List.of("timestamptz", "datetimeoffset", "with time zone", "with local time zone");

    /** The type to request, or null to take what the driver gives. */
    private final @Nullable Class<?> type;

    private final ZoneId zone;

    private TimeCells(@Nullable Class<?> type, ZoneId zone) {
        this.type = type;
        this.zone = zone;
    }

    static TimeCells untyped(ZoneId zone) {
        return new TimeCells(null, zone);
    }

    static TimeCells of(int sqlType, @Nullable String typeName, ZoneId zone) {
        String name = typeName == null ? "" : typeName.toLowerCase(Locale.ROOT);
        if (sqlType == Types.TIMESTAMP_WITH_TIMEZONE || ZONED_TYPES.stream().anyMatch(name::contains)) {
            return new TimeCells(OffsetDateTime.class, zone);
        }
        return switch (sqlType) {
            case Types.TIMESTAMP -> new TimeCells(LocalDateTime.class, zone);
            case Types.DATE -> new TimeCells(LocalDate.class, zone);
            default -> untyped(zone);
        };
    }

    @Nullable
    Object read(ResultSet rows, int position) throws SQLException {
        if (type == null) {
            return rows.getObject(position);
        }
        try {
            return rows.getObject(position, type);
        } catch (SQLException | RuntimeException | AbstractMethodError unsupported) {
            try {
                // reading it again is allowed for every driver that is tested; none of them streams cells
                return rows.getTimestamp(position, new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT));
            } catch (SQLException | RuntimeException unreadable) {
                return rows.getObject(position);
            }
        }
    }

    /** The instant of a value of a time type, or null if it is of another type. */
    @Nullable
    Instant instant(Object value) {
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant();
        } else if (value instanceof ZonedDateTime moment) {
            return moment.toInstant();
        } else if (value instanceof Instant moment) {
            return moment;
        } else if (value instanceof LocalDateTime moment) {
            return moment.atZone(zone).toInstant();
        } else if (value instanceof LocalDate day) {
            return day.atStartOfDay(zone).toInstant();
        } else if (value instanceof Timestamp moment) {
            return moment.toInstant();
        } else if (value instanceof java.sql.Date day) {
            return day.toLocalDate().atStartOfDay(zone).toInstant();
        }
        return null;
    }
}
