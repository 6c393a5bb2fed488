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
 * Decides whether and when to ask again: the only place that does.
 *
 * <p>A wait that the server asks for is kept to the millisecond. Without one, the wait is drawn evenly between 0 and
 * 0.5 s × 2^(attempts − 1), at most 20 s, so that clients that failed together do not come back together. A wait that
 * does not fit what is left of the deadline is not begun.
 */
public record RetryPolicy(int maxAttempts, Duration maxWait) {

    public static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    static final Duration LONGEST_BACKOFF = Duration.ofSeconds(20);

    private static final Set<Integer> IN_VAIN = Set.of(400, 401, 402, 403, 404, 413, 422);
    private static final Set<Integer> PASSING = Set.of(408, 409, 429);

    /** Codes of a 429 that no waiting heals. */
    private static final Set<String> EXHAUSTED =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active");

    /** What follows a failed attempt. */
    public sealed interface Decision {}

    /** Another attempt. */
    public record Again(Duration pause) implements Decision {}

    /** The end, and why, if that is not plain from the failure; with its remedy. */
    public record GiveUp(String why, String remedy) implements Decision {}

    /** Whether an answer that is an error may be another one next time. */
    public static boolean mayPass(int status, ProviderError error, @Nullable Boolean serverSays) {
        if (IN_VAIN.contains(status)
                || EXHAUSTED.contains(error.code())
                || Boolean.FALSE.equals(serverSays)
                || FailureScopes.of(status, error) == Reach.ALL_REQUESTS) {
            return false;
        }
        return Boolean.TRUE.equals(serverSays) || PASSING.contains(status) || status >= 500;
    }

    static boolean isExhausted(String code) {
        return EXHAUSTED.contains(code);
    }

    /**
     * Decides.
     *
     * @param attempts how many were made, 1 or more
     * @param turnedAway how many of them only came too early, which does not count, unless one attempt is all that is
     *     allowed
     * @param left what is left until the deadline
     * @param random draws the wait
     */
    public Decision next(Failure failure, int attempts, int turnedAway, Duration left, SplittableRandom random) {
        if (!failure.retryable()) {
            return new GiveUp("", failure.remedy());
        }
        Duration asked = failure.retryAfter();
        int counted = maxAttempts == 1 ? attempts : attempts - turnedAway;
        if (failure.once() && counted >= 2) {
            return new GiveUp("", failure.remedy());
        }
        if (counted >= maxAttempts) {
            return new GiveUp("", failure.remedy() + ", or raise maxAttempts(...)");
        }
        Duration wait = asked == null ? backoff(Math.max(1, counted), random) : asked;
        if (wait.compareTo(left) < 0) {
            return new Again(wait);
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
        long ceiling = LONGEST_BACKOFF.toMillis();
        long doublings = Math.min(attempts - 1, Long.SIZE - 1 - Long.numberOfLeadingZeros(ceiling));
        return Duration.ofMillis(1 + random.nextLong(Math.min(ceiling, FIRST_BACKOFF.toMillis() << doublings)));
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
