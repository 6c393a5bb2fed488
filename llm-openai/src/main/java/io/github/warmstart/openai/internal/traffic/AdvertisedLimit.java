// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.openai.internal.traffic.RateHeaders.Told;

/**
 * What a server tells of one limit, put together from all its answers: how much may be sent a minute. Not thread-safe.
 *
 * <p>A server may refill a bucket all the time, and then what was taken comes back after {@code reset}; or it counts in
 * windows, and then all of it comes back at once; and a bucket may hold less than the limit, because the limit is kept by
 * the second. So one answer alone misleads. From each follows how long the limit takes to come back in full, and the
 * longest of these periods counts, up to the minute that such headers are about: near the end of a window, and where less
 * is left than the bucket's bottom shows, the period looks too short, and never too long.
 */
final class AdvertisedLimit {

    private static final double MINUTE = 60;
    /** A limit a minute comes back within a minute, give or take. */
    private static final double ABOUT_A_MINUTE = 66;
    /** What looks longer than that is no bucket whose {@code reset} was rounded. */
    private static final double ROUNDED_MINUTE = 150;

    private static final double LEAST_PERIOD = 0.5;
    private static final double LEAST_WINDOW = 1;

    private double limit = Double.NaN;
    private double mostLeft;
    private double period;
    private double perMinute = Double.POSITIVE_INFINITY;

    /** What may be sent a minute; infinite if the server told nothing that makes sense. */
    double perMinute() {
        return perMinute;
    }

    /** Takes note of an answer. Azure's limits of -1 and 0 are not believed. */
    void tell(Told told) {
        if (!(told.limit() >= 1)) {
            return;
        }
        if (told.limit() != limit) {
            limit = told.limit();
            mostLeft = 0;
            period = LEAST_PERIOD;
            perMinute = limit;
        }
        double left = told.left();
        double reset = told.reset();
        if (!(left >= 0 && left <= limit && reset > 0)) {
            return;
        }
        if (reset > ABOUT_A_MINUTE) { // a limit a day
            perMinute = Math.min(limit, Math.max(1, left) * MINUTE / reset);
            return;
        }
        mostLeft = Math.max(mostLeft, left);
        period = Math.max(period, Math.min(MINUTE, period(left, reset)));
        perMinute = limit * MINUTE / period;
    }

    private double period(double left, double reset) {
        double capacity = mostLeft + 1 < limit / 2 ? mostLeft + 1 : limit;
        double refill = left < capacity ? reset * limit / (capacity - left) : Double.POSITIVE_INFINITY;
        if (refill <= ROUNDED_MINUTE) {
            return refill;
        }
        return reset < LEAST_WINDOW ? MINUTE : reset;
    }
}
