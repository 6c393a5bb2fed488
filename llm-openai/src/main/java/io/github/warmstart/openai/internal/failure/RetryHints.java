// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Retry hints in the headers of a response.
 *
 * @param retryAfter wait that the server asks for; null if it names none, or a time in the past
 * @param shouldRetry whether the server wants a retry; null if it does not say
 */
public record RetryHints(
        @Nullable Duration retryAfter, @Nullable Boolean shouldRetry) {

    /** Longest wait; longer ones are shortened to it, because no deadline is longer. */
    public static final Duration MAX_WAIT = Duration.ofDays(365);

    private static final double MILLIS_PER_SECOND = 1000;

    /** Reads {@code retry-after-ms}, else {@code Retry-After} as seconds or a date, and {@code x-should-retry}. */
    public static RetryHints read(Headers headers, Clock clock) {
        Duration wait = millis(headers.get("retry-after-ms"), 1);
        if (wait == null) {
            wait = millis(headers.get("Retry-After"), MILLIS_PER_SECOND);
        }
        if (wait == null) {
            wait = untilDate(headers, clock);
        }
        String should = headers.get("x-should-retry");
        return new RetryHints(
                wait,
                "true".equalsIgnoreCase(should)
                        ? Boolean.TRUE
                        : "false".equalsIgnoreCase(should) ? Boolean.FALSE : null);
    }

    private static @Nullable Duration millis(@Nullable String number, double unit) {
        if (number == null) {
            return null;
        }
        double millis;
        try {
            millis = Double.parseDouble(number) * unit;
        } catch (NumberFormatException e) {
            return null;
        }
        if (!(millis > 0)) {
            return null;
        }
        return Duration.ofMillis((long) Math.ceil(Math.min(millis, (double) MAX_WAIT.toMillis())));
    }

    /** Measured by the server's clock if it sends {@code Date}: the two clocks may differ by more than the wait. */
    private static @Nullable Duration untilDate(Headers headers, Clock clock) {
        Instant until = headers.getInstant("Retry-After");
        if (until == null) {
            return null;
        }
        Instant now = headers.getInstant("Date");
        Duration wait = Duration.between(now == null ? clock.instant() : now, until);
        if (wait.isNegative() || wait.isZero()) {
            return null;
        }
        return wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
    }
}
