// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Text format of the time of a rating in a file or database. */
public enum TimeFormat {
    /** Whole seconds since 1970-01-01T00:00:00Z: {@code 964982703}. */
    EPOCH_SECONDS("must be whole seconds since 1970, before the year 10000"),
    /** Whole milliseconds since 1970-01-01T00:00:00Z: {@code 964982703000}. */
    EPOCH_MILLIS("must be whole milliseconds since 1970, before the year 10000"),
    /** An instant with its zone or offset: {@code 2000-07-30T18:45:03Z}. */
    ISO_8601("must be an ISO-8601 instant such as 2000-07-30T18:45:03Z");

    /** The first second of the year 10000. A later value is rejected: it is most likely milliseconds read as seconds. */
    private static final long YEAR_10000 = 253_402_300_800L;

    private final String rule;

    TimeFormat(String rule) {
        this.rule = rule;
    }

    /**
     * The rule of this format, for error messages.
     *
     * @return words such as {@code must be whole seconds since 1970, before the year 10000}
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
        try {
            String stripped = text.strip();
            return this == ISO_8601 ? Instant.parse(stripped) : fromEpoch(Long.parseLong(stripped));
        } catch (NumberFormatException | DateTimeException malformed) {
            return null;
        }
    }

    private @Nullable Instant fromEpoch(long number) {
        long second = this == EPOCH_MILLIS ? Math.floorDiv(number, 1000L) : number;
        if (second >= YEAR_10000 || second <= -YEAR_10000) {
            return null;
        }
        return this == EPOCH_MILLIS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
    }
}
