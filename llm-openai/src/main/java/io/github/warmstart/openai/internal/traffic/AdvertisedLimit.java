// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.openai.internal.traffic.RateHeaders.Advertised;

/**
 * Estimate of one limit per minute from the headers of all answers of a server. Not thread-safe.
 *
 * <p>Servers differ: a token bucket is refilled continuously, and then {@code reset} is the time to refill what was used; a
 * fixed window is reset at once; and a bucket may hold less than the limit, because the limit is enforced per second. One
 * answer is therefore not enough. Each answer gives the time that the full limit takes to refill. The longest of these
 * periods is used, at most one minute: near the end of a window, and in a bucket that holds less than the limit, the period
 * is underestimated, and never overestimated.
 */
final class AdvertisedLimit {

    private static final double MINUTE = 60;
    /** Longest {@code reset} of a limit per minute, with a tolerance; a longer one is a limit per day. */
    private static final double MAX_MINUTE_RESET = 66;
    /** Longest refill time of a bucket whose {@code reset} was rounded; a longer one means a fixed window. */
    private static final double MAX_REFILL = 150;

    private static final double MIN_PERIOD = 0.5;
    private static final double MIN_WINDOW = 1;

    private double limit = Double.NaN;
    private double maxRemaining;
    private double period;
    private double perMinute = Double.POSITIVE_INFINITY;

    /** Amount per minute; infinite if the server advertised no plausible limit. */
    double perMinute() {
        return perMinute;
    }

    /** Updates the estimate from one answer. Limits below 1, such as Azure's -1 and 0, are ignored. */
    void update(Advertised advertised) {
        if (!(advertised.limit() >= 1)) {
            return;
        }
        if (advertised.limit() != limit) {
            limit = advertised.limit();
            maxRemaining = 0;
            period = MIN_PERIOD;
            perMinute = limit;
        }
        double remaining = advertised.remaining();
        double reset = advertised.reset();
        if (!(remaining >= 0 && remaining <= limit && reset > 0)) {
            return;
        }
        if (reset > MAX_MINUTE_RESET) { // a limit per day
            perMinute = Math.min(limit, Math.max(1, remaining) * MINUTE / reset);
            return;
        }
        maxRemaining = Math.max(maxRemaining, remaining);
        period = Math.max(period, Math.min(MINUTE, period(remaining, reset)));
        perMinute = limit * MINUTE / period;
    }

    private double period(double remaining, double reset) {
        double capacity = maxRemaining + 1 < limit / 2 ? maxRemaining + 1 : limit;
        double refill = remaining < capacity ? reset * limit / (capacity - remaining) : Double.POSITIVE_INFINITY;
        if (refill <= MAX_REFILL) {
            return refill;
        }
        return reset < MIN_WINDOW ? MINUTE : reset;
    }
}
