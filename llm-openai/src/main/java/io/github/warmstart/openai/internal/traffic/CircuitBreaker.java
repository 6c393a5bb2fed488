// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.signal.SignalException.Reach;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sees when a server is down, and keeps calls from it: the breaker, and the budget of retries, of all jobs of a client.
 * Times are nanoseconds since some beginning. Not thread-safe.
 *
 * <p>After {@value #IN_A_ROW} failures in a row, or when retries are used up, only one call at a time is let through, after
 * a wait that doubles. If it succeeds, all go on; if {@value #PROBES} such calls fail, no request is worth sending, and for
 * {@value #REST_SECONDS} s none is. A server that only says it is busy gets more time. Retries are used up when more than
 * {@value #CREDIT} of them, and one for every five good answers, were made.
 */
public final class CircuitBreaker {

    static final int IN_A_ROW = 8;
    static final int PROBES = 6;
    static final int PROBES_OF_A_BUSY_ONE = 12;
    static final double CREDIT = 10;
    static final double CREDIT_A_SUCCESS = 0.2;
    static final long REST_SECONDS = 30;

    private static final double MOST_CREDIT = 100;
    private static final double CREDIT_AFTER_A_PROBE = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(16);
    private static final long REST = REST_SECONDS * 1_000_000_000;

    private final Duration maxWait;
    private double credit = CREDIT;
    private int failures;
    private int refusals;
    private int probes;
    private boolean open;
    private long probeAt;
    private long openedAt;
    private @Nullable Failure verdict;
    private long restUntil;

    /**
     * A breaker.
     *
     * @param maxWait a longer wait that the server asks for is not kept
     */
    public CircuitBreaker(Duration maxWait) {
        this.maxWait = maxWait;
    }

    /** Whether calls go one at a time. */
    boolean isOpen() {
        return open;
    }

    /** How long the next call must wait; 0 if it may go. */
    long waitAt(long now) {
        return open && probeAt > now ? probeAt - now : 0;
    }

    /** Why nothing is to be sent now; null if something may be. */
    @Nullable
    Failure verdictAt(long now) {
        return verdict != null && now < restUntil ? verdict : null;
    }

    /** A good answer came. */
    void succeeded() {
        if (open) {
            credit = Math.max(credit, CREDIT_AFTER_A_PROBE);
        }
        open = false;
        verdict = null;
        failures = 0;
        refusals = 0;
        credit = Math.min(MOST_CREDIT, credit + CREDIT_A_SUCCESS);
    }

    /**
     * The server refused a request for good.
     *
     * @return what ends the job, if too many were refused in a row
     */
    @Nullable
    Failure refused(Failure failure) {
        failures = 0;
        if (failure.reach() == Reach.LONG_REQUESTS) {
            return null; // a shorter one follows
        }
        refusals++;
        if (refusals < IN_A_ROW) {
            return null;
        }
        refusals = 0;
        return failure.ending(
                "%d requests in a row were refused, the last because %s".formatted(IN_A_ROW, failure.what()),
                failure.remedy());
    }

    /**
     * A call failed in a way that may pass.
     *
     * @param probe whether it was the one that was let through alone
     * @return what ends the job, if the server is given up
     */
    @Nullable
    Failure failed(Failure failure, boolean probe, long now) {
        failures++;
        if (!open) {
            return failures < IN_A_ROW ? null : open(failure, now);
        }
        if (!probe) {
            return null;
        }
        probes++;
        int most = failure.status() == 429 ? PROBES_OF_A_BUSY_ONE : PROBES;
        return probes < most ? wait(failure, now) : giveUp(failure, now);
    }

    /**
     * A call is to be sent once more.
     *
     * @return what ends the job, if the server is given up
     */
    @Nullable
    Failure retried(Failure failure, long now) {
        if (failure.status() == 429) {
            return null; // the pace sees to it
        }
        credit = Math.max(0, credit - 1);
        return credit >= 1 || open ? null : open(failure, now);
    }

    private @Nullable Failure open(Failure failure, long now) {
        open = true;
        openedAt = now;
        probes = 0;
        return wait(failure, now);
    }

    private @Nullable Failure wait(Failure failure, long now) {
        Duration asked = failure.retryAfter();
        if (asked != null && asked.compareTo(maxWait) >= 0) {
            return giveUp(failure, now);
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(probes, 10));
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            wait = LONGEST_WAIT;
        }
        if (asked != null && asked.compareTo(wait) > 0) {
            wait = asked;
        }
        probeAt = now + wait.toNanos();
        return null;
    }

    private Failure giveUp(Failure failure, long now) {
        Duration asked = failure.retryAfter();
        String wish = asked == null ? "" : "; it asked for %d s".formatted(asked.toSeconds());
        verdict = failure.ending(
                "the provider is given up: %d calls in a row failed, and %d more, one at a time, over %d s; the last: %s%s"
                        .formatted(
                                Math.max(1, failures - probes),
                                probes,
                                Math.max(0, now - openedAt) / 1_000_000_000,
                                failure.what(),
                                wish),
                failure.remedy());
        restUntil = now + REST;
        probeAt = restUntil;
        probes = 0;
        return verdict;
    }
}
