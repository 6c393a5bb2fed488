// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.signal.SignalException.Reach;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breaker with a retry budget, shared by all jobs of a client. Times are nanoseconds since a fixed start. Not
 * thread-safe.
 *
 * <p>The breaker opens after {@value #MAX_CONSECUTIVE_FAILURES} consecutive failures, or when the retry budget is used up.
 * While it is open, one call at a time (a probe) is sent, after a wait that doubles from 0.5 s to 16 s. A probe that
 * succeeds closes the breaker. After {@value #MAX_PROBES} failed probes ({@value #MAX_PROBES_IF_BUSY} if the server answers
 * 429) the job ends, and for {@value #REST_SECONDS} s no call is sent. The retry budget is {@value #RETRY_BUDGET} retries,
 * plus one for every five successful calls.
 */
public final class CircuitBreaker {

    static final int MAX_CONSECUTIVE_FAILURES = 8;
    static final int MAX_PROBES = 6;
    static final int MAX_PROBES_IF_BUSY = 12;
    static final double RETRY_BUDGET = 10;
    static final double RETRIES_PER_SUCCESS = 0.2;
    static final long REST_SECONDS = 30;

    private static final double MAX_RETRY_BUDGET = 100;
    private static final double RETRY_BUDGET_AFTER_PROBE = 5;
    private static final Duration FIRST_PROBE_DELAY = Duration.ofMillis(500);
    private static final Duration MAX_PROBE_DELAY = Duration.ofSeconds(16);
    private static final long REST_NANOS = REST_SECONDS * 1_000_000_000;

    private final Duration maxWait;
    private double retryBudget = RETRY_BUDGET;
    private int consecutiveFailures;
    private int consecutiveRefusals;
    private int probes;
    private boolean open;
    private long probeAt;
    private long openedAt;
    private @Nullable Failure unavailable;
    private long restUntil;

    /**
     * Creates a closed breaker.
     *
     * @param maxWait a server that asks for a longer wait is treated as unavailable
     */
    public CircuitBreaker(Duration maxWait) {
        this.maxWait = maxWait;
    }

    /** Whether calls are sent one at a time. */
    boolean isOpen() {
        return open;
    }

    /** Nanoseconds until the next call may be sent; 0 for now. */
    long delayAt(long now) {
        return open && probeAt > now ? probeAt - now : 0;
    }

    /** The reason why no call may be sent now; null if calls may be sent. */
    @Nullable
    Failure rejectionAt(long now) {
        return unavailable != null && now < restUntil ? unavailable : null;
    }

    /** Records a successful call. */
    void succeeded() {
        if (open) {
            retryBudget = Math.max(retryBudget, RETRY_BUDGET_AFTER_PROBE);
        }
        open = false;
        unavailable = null;
        consecutiveFailures = 0;
        consecutiveRefusals = 0;
        retryBudget = Math.min(MAX_RETRY_BUDGET, retryBudget + RETRIES_PER_SUCCESS);
    }

    /**
     * Records a failure that no retry can help.
     *
     * @return the failure that ends the job after too many in a row; null otherwise
     */
    @Nullable
    Failure refused(Failure failure) {
        consecutiveFailures = 0;
        if (failure.reach() == Reach.LONG_REQUESTS) {
            return null; // a shorter request follows
        }
        consecutiveRefusals++;
        if (consecutiveRefusals < MAX_CONSECUTIVE_FAILURES) {
            return null;
        }
        consecutiveRefusals = 0;
        return failure.ending(
                "%d requests in a row were refused, the last because %s"
                        .formatted(MAX_CONSECUTIVE_FAILURES, failure.what()),
                failure.remedy());
    }

    /**
     * Records a retryable failure.
     *
     * @param probe whether the call was sent while the breaker was open
     * @return the failure that ends the job if the server is unavailable; null otherwise
     */
    @Nullable
    Failure failed(Failure failure, boolean probe, long now) {
        consecutiveFailures++;
        if (!open) {
            return consecutiveFailures < MAX_CONSECUTIVE_FAILURES ? null : open(failure, now);
        }
        if (!probe) {
            return null;
        }
        probes++;
        int maxProbes = failure.status() == 429 ? MAX_PROBES_IF_BUSY : MAX_PROBES;
        return probes < maxProbes ? scheduleProbe(failure, now) : giveUp(failure, now);
    }

    /**
     * Charges the retry budget for one retry.
     *
     * @return the failure that ends the job if the server is unavailable; null otherwise
     */
    @Nullable
    Failure retried(Failure failure, long now) {
        if (failure.status() == 429) {
            return null; // the rate limiter handles it
        }
        retryBudget = Math.max(0, retryBudget - 1);
        return retryBudget >= 1 || open ? null : open(failure, now);
    }

    private @Nullable Failure open(Failure failure, long now) {
        open = true;
        openedAt = now;
        probes = 0;
        return scheduleProbe(failure, now);
    }

    private @Nullable Failure scheduleProbe(Failure failure, long now) {
        Duration asked = failure.retryAfter();
        if (asked != null && asked.compareTo(maxWait) >= 0) {
            return giveUp(failure, now);
        }
        Duration delay = FIRST_PROBE_DELAY.multipliedBy(1L << Math.min(probes, 10));
        if (delay.compareTo(MAX_PROBE_DELAY) > 0) {
            delay = MAX_PROBE_DELAY;
        }
        if (asked != null && asked.compareTo(delay) > 0) {
            delay = asked;
        }
        probeAt = now + delay.toNanos();
        return null;
    }

    private Failure giveUp(Failure failure, long now) {
        Duration asked = failure.retryAfter();
        String wish = asked == null ? "" : "; it asked for %d s".formatted(asked.toSeconds());
        unavailable = failure.ending(
                "provider unavailable: %d consecutive calls and %d probes failed within %d s; the last: %s%s"
                        .formatted(
                                Math.max(1, consecutiveFailures - probes),
                                probes,
                                Math.max(0, now - openedAt) / 1_000_000_000,
                                failure.what(),
                                wish),
                failure.remedy());
        restUntil = now + REST_NANOS;
        probeAt = restUntil;
        probes = 0;
        return unavailable;
    }
}
