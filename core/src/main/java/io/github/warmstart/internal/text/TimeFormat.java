// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.text;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a source writes the time of a rating. */
public enum TimeFormat {
    /** Whole seconds since 1970-01-01T00:00:00Z: {@code 964982703}. */
    EPOCH_SECONDS("must be whole seconds since 1970, before the year 10000"),
    /** Whole milliseconds since 1970-01-01T00:00:00Z: {@code 964982703000}. */
    EPOCH_MILLIS("must be whole milliseconds since 1970, before the year 10000"),
    /** An instant with its zone or offset: {@code 2000-07-30T18:45:03Z}. */
    ISO_8601("must be an ISO-8601 instant such as 2000-07-30T18:45:03Z");

    /** The first second of the year 10000. What lies past it is milliseconds taken for seconds, not a time. */
    private static final long TOO_LATE = 253_402_300_800L;

    private final String rule;

    TimeFormat(String rule) {
        this.rule = rule;
    }

    /** What a text that {@link #parse} refuses has broken. */
    public String rule() {
        return rule;
    }

    /** The time that the text means, or null if it breaks the rule. Spaces around it are ignored. */
    @Nullable
    public Instant parse(String text) {
        try {
            String stripped = text.strip();
            return this == ISO_8601 ? Instant.parse(stripped) : of(Long.parseLong(stripped));
        } catch (NumberFormatException | DateTimeException malformed) {
            return null;
        }
    }

    /** The time that the number means, or null if it breaks the rule or this format is no number. */
    @Nullable
    Instant of(long number) {
        long second = this == EPOCH_MILLIS ? Math.floorDiv(number, 1000L) : number;
        if (this == ISO_8601 || second >= TOO_LATE || second <= -TOO_LATE) {
            return null;
        }
        return this == EPOCH_MILLIS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
    }
}
