// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Text format of times in a file or database.
 *
 * <pre>{@code
 * TimeFormat.ISO_8601.inZone(ZoneId.of("Europe/Berlin"))
 * TimeFormat.ofPattern("d.M.yyyy HH:mm")
 * }</pre>
 *
 * <p>A time without a zone is in UTC, unless {@link #inZone} says otherwise; a date without a time is the start of that
 * day. Immutable and thread-safe.
 */
public final class TimeFormat {

    /** Seconds since 1970-01-01T00:00:00Z, with or without a fraction: {@code 964982703}, {@code 964982703.0}. */
    public static final TimeFormat EPOCH_SECONDS = epoch("EPOCH_SECONDS", "seconds", 9);

    /** Milliseconds since 1970-01-01T00:00:00Z, with or without a fraction: {@code 964982703000}. */
    public static final TimeFormat EPOCH_MILLIS = epoch("EPOCH_MILLIS", "milliseconds", 6);

    /**
     * A date, or a date and a time with or without an offset, separated by {@code T} or a space: {@code 2000-07-30},
     * {@code 2000-07-30 18:45}, {@code 2000-07-30T18:45:03.5Z}, {@code 2000-07-30T20:45:03+0200}.
     */
    public static final TimeFormat ISO_8601 = new TimeFormat(
            "ISO_8601", "must be a date or time such as 2000-07-30 or 2000-07-30T18:45:03Z", -1, iso(), ZoneOffset.UTC);

    /** The first second of the year 10000. A later value is rejected: it is most likely milliseconds read as seconds. */
    private static final long YEAR_10000 = 253_402_300_800L;
    /** Seconds and nanoseconds in a number of units of 10^-9 seconds. */
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);
    /** A longer number is no time; the limit keeps {@code 1e999999999} from being written out. */
    private static final int MAX_DIGITS = 40;

    private static final int MAX_LONG_DIGITS = 18;

    private static final LocalDateTime EXAMPLE = LocalDateTime.of(2000, 7, 30, 18, 45, 3);

    private final String name;
    private final String rule;
    /** Power of ten that turns the number into nanoseconds, or -1 for a text. */
    private final int toNanos;

    private final @Nullable DateTimeFormatter formatter;
    private final ZoneId zone;

    private TimeFormat(String name, String rule, int toNanos, @Nullable DateTimeFormatter formatter, ZoneId zone) {
        this.name = name;
        this.rule = rule;
        this.toNanos = toNanos;
        this.formatter = formatter;
        this.zone = zone;
    }

    private static TimeFormat epoch(String name, String unit, int toNanos) {
        String rule = "must be %s since 1970, before the year 10000".formatted(unit);
        return new TimeFormat(name, rule, toNanos, null, ZoneOffset.UTC);
    }

    private static DateTimeFormatter iso() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .optionalStart()
                .appendLiteral('T')
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .appendPattern("[XXX][XX][X]['['VV']']")
                .optionalEnd()
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * A format given by a pattern of {@link DateTimeFormatter}, for example {@code d.M.yyyy HH:mm} or
     * {@code MM/dd/yyyy hh:mm a}. Names of months and days are English, in any case.
     *
     * @param pattern a pattern with a date at least
     * @return the format
     * @throws IllegalArgumentException if the pattern is malformed or has no date
     */
    public static TimeFormat ofPattern(String pattern) {
        DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(requireNonNull(pattern, "pattern"))
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT); // the 30th of February is an error, not the 29th
        String example;
        try {
            example = formatter.format(EXAMPLE.atZone(ZoneOffset.UTC));
            LocalDate.from(formatter.parse(example));
        } catch (DateTimeException incomplete) {
            throw new IllegalArgumentException(
                    "pattern must have year, month and day, but was '%s'".formatted(pattern), incomplete);
        }
        String rule = "must be a time such as %s, by the pattern '%s'".formatted(example, pattern);
        return new TimeFormat(pattern, rule, -1, formatter, ZoneOffset.UTC);
    }

    /**
     * This format with another zone for times that have none. A time in the gap of a clock change is moved forward by the
     * length of the gap; of two times in an overlap the earlier is taken.
     *
     * @param zone the zone of dates and times without an offset; UTC unless set
     * @return a format that differs in that
     */
    public TimeFormat inZone(ZoneId zone) {
        return new TimeFormat(name, rule, toNanos, formatter, requireNonNull(zone, "zone"));
    }

    /**
     * The zone of dates and times without an offset.
     *
     * @return the zone; it does not matter for numbers
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * The rule of this format, for error messages.
     *
     * @return words such as {@code must be seconds since 1970, before the year 10000}
     */
    public String rule() {
        return rule;
    }

    /**
     * Parses a time. Spaces around it are ignored.
     *
     * @param text the time in this format
     * @return the time, or null if the text breaks the {@linkplain #rule() rule}
     */
    @Nullable
    public Instant parse(String text) {
        String stripped = text.strip();
        try {
            if (formatter == null) {
                return fromEpoch(stripped);
            }
            TemporalAccessor parsed = formatter.parseBest(
                    this.name.equals(ISO_8601.name) ? withT(stripped) : stripped,
                    ZonedDateTime::from,
                    LocalDateTime::from,
                    LocalDate::from);
            if (parsed instanceof ZonedDateTime moment) {
                return moment.toInstant();
            }
            LocalDateTime local = parsed instanceof LocalDate day ? day.atStartOfDay() : LocalDateTime.from(parsed);
            return local.atZone(zone).toInstant();
        } catch (NumberFormatException | DateTimeException malformed) {
            return null;
        }
    }

    /** The text with T for the space between date and time, and without the one before an offset. */
    private static String withT(String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? text
                : text.substring(0, space) + 'T' + text.substring(space + 1).replace(" ", "");
    }

    private @Nullable Instant fromEpoch(String text) {
        if (isShortWhole(text)) {
            long number = Long.parseLong(text);
            long unit = toNanos == 9 ? 1 : 1000;
            return checked(Math.floorDiv(number, unit), Math.floorMod(number, unit) * (1_000_000_000L / unit));
        }
        if (text.length() > MAX_DIGITS) {
            return null;
        }
        BigDecimal nanos = new BigDecimal(text).scaleByPowerOfTen(toNanos);
        if (nanos.precision() - nanos.scale() > MAX_DIGITS) {
            return null;
        }
        BigDecimal[] parts = nanos.divideAndRemainder(NANOS);
        return checked(parts[0].longValue(), parts[1].longValue());
    }

    private static @Nullable Instant checked(long second, long nanos) {
        return second >= YEAR_10000 || second <= -YEAR_10000 ? null : Instant.ofEpochSecond(second, nanos);
    }

    /** Whether a text is a whole number without sign, as nearly all times are, that surely fits into a long. */
    private static boolean isShortWhole(String text) {
        if (text.isEmpty() || text.length() > MAX_LONG_DIGITS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeFormat format && name.equals(format.name) && zone.equals(format.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, zone);
    }

    @Override
    public String toString() {
        return zone.equals(ZoneOffset.UTC) ? name : name + " in " + zone;
    }
}
