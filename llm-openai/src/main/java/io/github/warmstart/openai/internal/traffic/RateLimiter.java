// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Rate limiter for requests and tokens per minute, with the pauses that refusals ask for. Times are nanoseconds since a
 * fixed start. Not thread-safe.
 */
public final class RateLimiter {

    /** Longest requested wait that pauses all calls; a longer one concerns the one call, or the account, and not the rate. */
    static final Duration MAX_PAUSE = Duration.ofSeconds(90);

    /** Calls, accepted or refused, that are needed to estimate a limit that the server does not advertise. */
    private static final int MIN_CALLS_FOR_ESTIMATE = 5;

    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    /** Time below which the accepted calls are a poor estimate of the limit per minute. */
    private static final long MIN_RELIABLE_PERIOD = 10 * SECOND;

    private final RateLimit requests;
    private final RateLimit tokens;
    private long pausedUntil = Long.MIN_VALUE;
    private long refusedAt = Long.MIN_VALUE;
    private long countedFrom = Long.MIN_VALUE;
    private long accepted;
    private long totalAccepted;
    private int refusals;

    public RateLimiter(double requestsPerMinute, double tokensPerMinute) {
        requests = new RateLimit(requestsPerMinute);
        tokens = new RateLimit(tokensPerMinute);
    }

    /** Nanoseconds until the next call may be sent; 0 for now. */
    long delayAt(long now) {
        return Math.max(
                pausedUntil > now ? pausedUntil - now : 0, Math.max(requests.delayAt(now), tokens.delayAt(now)));
    }

    /** Records a call that was sent. */
    void sent(long now, long tokenCount) {
        if (countedFrom == Long.MIN_VALUE) {
            countedFrom = now;
        }
        requests.sent(now, 1);
        tokens.sent(now, (double) tokenCount);
    }

    /** Records a call that the server accepted. */
    void accepted() {
        accepted++;
        totalAccepted++;
        requests.accepted();
    }

    /** Number of calls that the server has accepted so far. */
    long totalAccepted() {
        return totalAccepted;
    }

    /** Updates the advertised limits. */
    void advertised(RateHeaders headers) {
        requests.advertised(headers.requests());
        tokens.advertised(headers.tokens());
    }

    /**
     * Records a call that the server refused for its rate. All calls wait as long as the server asks for. Calls that were
     * in flight at the last refusal are ignored.
     *
     * @param sentAt when the refused call was sent
     * @param asked the wait that the server asks for
     * @return false if the call was in flight at the last refusal
     */
    boolean refused(long sentAt, long now, @Nullable Duration asked) {
        pause(now, asked);
        if (sentAt < refusedAt) {
            return false;
        }
        refusals++;
        long named = asked == null || asked.compareTo(MAX_PAUSE) > 0 ? 0 : asked.toNanos();
        long period = Math.max(SECOND, Math.min(MINUTE, now - Math.max(countedFrom, now - MINUTE) + named));
        if (requests.isLimited() || accepted >= MIN_CALLS_FOR_ESTIMATE || refusals >= MIN_CALLS_FOR_ESTIMATE) {
            requests.refused(now, (double) Math.max(1, accepted) * MINUTE / period, period < MIN_RELIABLE_PERIOD);
        }
        if (tokens.isLimited()) {
            tokens.refused(now, 0, false);
        }
        refusedAt = now;
        countedFrom = now + named;
        accepted = 0;
        return true;
    }

    /** Pauses all calls for the time that the server asks for, up to {@link #MAX_PAUSE}. */
    void pause(long now, @Nullable Duration asked) {
        if (asked != null && asked.compareTo(MAX_PAUSE) <= 0) {
            pausedUntil = Math.max(pausedUntil, now + asked.toNanos());
        }
    }

    /** Current limit on requests per minute; infinite if none is known. */
    double requestsPerMinute() {
        return requests.perMinute();
    }
}
