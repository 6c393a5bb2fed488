// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.signal.SignalException.Reach;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Retry policy: decides whether and when a failed call is sent again.
 *
 * <p>A wait that the server asks for is kept to the millisecond. Without one, the wait is drawn uniformly between 0 and
 * 0.5 s × 2^(attempts − 1), at most 20 s, so that clients that failed together do not retry together. If the next wait
 * would exceed the deadline, the call fails immediately.
 *
 * @param maxAttempts maximum number of attempts for one prompt
 * @param maxWait maximum time for one prompt, named in messages
 */
public record RetryPolicy(int maxAttempts, Duration maxWait) {

    public static final Duration BASE_BACKOFF = Duration.ofMillis(500);
    static final Duration MAX_BACKOFF = Duration.ofSeconds(20);

    private static final Set<Integer> NON_RETRYABLE_STATUSES = Set.of(400, 401, 402, 403, 404, 413, 422);
    private static final Set<Integer> RETRYABLE_STATUSES = Set.of(408, 409, 429);

    /** Codes of a 429 that waiting does not resolve. */
    private static final Set<String> QUOTA_CODES =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active");

    /** Decision after a failed attempt. */
    public sealed interface Decision {}

    /** Another attempt after a pause. */
    public record Retry(Duration pause) implements Decision {}

    /**
     * No further attempt.
     *
     * @param why the reason; empty if the failure itself explains it
     * @param remedy advice to the user
     */
    public record GiveUp(String why, String remedy) implements Decision {}

    /**
     * Whether an error response may be followed by a success.
     *
     * @param serverHint the server's own view; null if it has none
     */
    public static boolean isRetryable(int status, ProviderError error, @Nullable Boolean serverHint) {
        if (NON_RETRYABLE_STATUSES.contains(status)
                || QUOTA_CODES.contains(error.code())
                || Boolean.FALSE.equals(serverHint)
                || FailureScopes.of(status, error) == Reach.ALL_REQUESTS) {
            return false;
        }
        return Boolean.TRUE.equals(serverHint) || RETRYABLE_STATUSES.contains(status) || status >= 500;
    }

    static boolean isQuotaExhausted(String code) {
        return QUOTA_CODES.contains(code);
    }

    /**
     * Decides what follows a failed attempt.
     *
     * @param attempts number of attempts so far, 1 or more
     * @param throttled how many of them were only too early; they do not count unless {@code maxAttempts} is 1
     * @param left time left until the deadline
     * @param random draws the wait
     */
    public Decision next(Failure failure, int attempts, int throttled, Duration left, SplittableRandom random) {
        if (!failure.retryable()) {
            return new GiveUp("", failure.remedy());
        }
        Duration asked = failure.retryAfter();
        int counted = maxAttempts == 1 ? attempts : attempts - throttled;
        if (failure.retryOnce() && counted >= 2) {
            return new GiveUp("", failure.remedy());
        }
        if (counted >= maxAttempts) {
            return new GiveUp("", failure.remedy() + ", or raise maxAttempts(...)");
        }
        Duration wait = asked == null ? backoff(Math.max(1, counted), random) : asked;
        if (wait.compareTo(left) < 0) {
            return new Retry(wait);
        }
        String limit = left.compareTo(maxWait) < 0 && !left.isNegative()
                ? "%s of the limit of %s are left".formatted(seconds(left), seconds(maxWait))
                : "the limit is %s".formatted(seconds(maxWait));
        String why = asked == null
                ? "the next attempt would come %s later, %s".formatted(seconds(wait), limit)
                : "it asked for %s, %s".formatted(seconds(wait), limit);
        return new GiveUp(why, "raise maxWait(...) or lower concurrency(...)");
    }

    private static Duration backoff(int attempts, SplittableRandom random) {
        long ceiling = MAX_BACKOFF.toMillis();
        long doublings = Math.min(attempts - 1, Long.SIZE - 1 - Long.numberOfLeadingZeros(ceiling));
        return Duration.ofMillis(1 + random.nextLong(Math.min(ceiling, BASE_BACKOFF.toMillis() << doublings)));
    }

    private static String seconds(Duration duration) {
        if (duration.isNegative()) {
            return "0 s";
        }
        String text =
                BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
        return text + " s";
    }
}
