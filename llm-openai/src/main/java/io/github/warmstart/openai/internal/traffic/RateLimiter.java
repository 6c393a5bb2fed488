// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the next call may begin, by the limits a minute and by what refusals asked for. Times are nanoseconds since some
 * beginning. Not thread-safe.
 */
public final class RateLimiter {

    /** A longer wait that a server names is about the one call, or about an account that has to rest: not about pace. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(90);

    /** So many calls, taken or refused, tell something of a limit that the server keeps to itself. */
    private static final int TELLING = 5;

    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    /** What was taken in less time tells little of what a minute allows. */
    private static final long SHORT = 10 * SECOND;

    private final RateLimit requests;
    private final RateLimit tokens;
    private long pausedUntil = Long.MIN_VALUE;
    private long refusedAt = Long.MIN_VALUE;
    private long countedFrom = Long.MIN_VALUE;
    private long accepted;
    private long everAccepted;
    private int refusals;

    public RateLimiter(double requestsPerMinute, double tokensPerMinute) {
        requests = new RateLimit(requestsPerMinute);
        tokens = new RateLimit(tokensPerMinute);
    }

    /** How long the next call must wait; 0 if it may go. */
    long waitAt(long now) {
        return Math.max(pausedUntil > now ? pausedUntil - now : 0, Math.max(requests.waitAt(now), tokens.waitAt(now)));
    }

    void pass(long now, long tokenCount) {
        if (countedFrom == Long.MIN_VALUE) {
            countedFrom = now;
        }
        requests.pass(now, 1);
        tokens.pass(now, (double) tokenCount);
    }

    /** The server took a call. */
    void accepted() {
        accepted++;
        everAccepted++;
        requests.accepted();
    }

    /** How many calls the server took in all. */
    long everAccepted() {
        return everAccepted;
    }

    void tell(RateHeaders told) {
        requests.tell(told.requests());
        tokens.tell(told.tokens());
    }

    /**
     * The server refused because too much came. Everybody waits as long as it asked for; calls that were in flight at
     * the last refusal tell nothing new.
     *
     * @param sentAt when the refused call was sent
     * @param asked how long the server asked to wait
     * @return whether it tells anything new
     */
    boolean refused(long sentAt, long now, @Nullable Duration asked) {
        pause(now, asked);
        if (sentAt < refusedAt) {
            return false;
        }
        refusals++;
        long named = asked == null || asked.compareTo(LONGEST_PAUSE) > 0 ? 0 : asked.toNanos();
        long period = Math.max(SECOND, Math.min(MINUTE, now - Math.max(countedFrom, now - MINUTE) + named));
        if (requests.isLimited() || accepted >= TELLING || refusals >= TELLING) {
            requests.refuse(now, (double) Math.max(1, accepted) * MINUTE / period, period < SHORT);
        }
        if (tokens.isLimited()) {
            tokens.refuse(now, 0, false);
        }
        refusedAt = now;
        countedFrom = now + named;
        accepted = 0;
        return true;
    }

    /** Nobody is to send for as long as the server asked, if that is a matter of pace. */
    void pause(long now, @Nullable Duration asked) {
        if (asked != null && asked.compareTo(LONGEST_PAUSE) <= 0) {
            pausedUntil = Math.max(pausedUntil, now + asked.toNanos());
        }
    }

    /** What may be sent a minute, as far as it is known. */
    double requestsPerMinute() {
        return requests.perMinute();
    }
}
