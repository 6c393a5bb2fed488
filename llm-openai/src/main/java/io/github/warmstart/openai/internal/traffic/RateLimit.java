// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

/**
 * Rate limit per minute, on requests or on tokens. Not thread-safe.
 *
 * <p>Calls are spread evenly, because servers also enforce limits per minute in shorter steps. The limit is the lowest of
 * three: the configured one, the one that the server advertises, and, if it advertises none, the one that its refusals
 * imply. A refusal multiplies the rate by {@value #DECREASE}; then it grows by {@value #INCREASE} of the limit per minute
 * (additive increase, multiplicative decrease). The rate implied by the first refusals is estimated from a short time
 * only, so it then grows by the factor {@value #SLOW_START} with each accepted call until the next refusal (slow start).
 */
final class RateLimit {

    static final double DECREASE = 0.7;
    static final double INCREASE = 0.05;
    static final double SLOW_START = 0.05;
    /** Used fraction of an advertised limit: clocks differ, and the windows of client and server never match. */
    static final double ADVERTISED_FRACTION = 0.97;

    private static final double MINUTE = 60e9;
    private static final double MIN_FACTOR = 1.0 / 64;
    private static final double MAX_FACTOR_OF_IMPLIED = 8;
    /** Lateness in nanoseconds after which an unused slot is lost. */
    private static final long MAX_LATENESS_NANOS = 20_000_000;

    private final double configured;
    private final AdvertisedLimit advertised = new AdvertisedLimit();
    private double implied = Double.POSITIVE_INFINITY;
    private boolean slowStart;
    private double factor = 1;
    private double next = Double.NEGATIVE_INFINITY;
    private long grownAt;

    /**
     * Creates a limit.
     *
     * @param configured amount per minute; infinite for no limit
     */
    RateLimit(double configured) {
        this.configured = configured;
    }

    /** Current amount per minute; infinite if no limit is known. */
    double perMinute() {
        return Math.min(configured, Math.min(advertised.perMinute() * ADVERTISED_FRACTION, implied)) * factor;
    }

    boolean isLimited() {
        return perMinute() < Double.POSITIVE_INFINITY;
    }

    /** Nanoseconds until the next call may be sent; 0 for now. */
    long delayAt(long now) {
        return isLimited() ? (long) Math.ceil(Math.max(0, next - now)) : 0;
    }

    /** Records a call that was sent. */
    void sent(long now, double amount) {
        grow(now);
        if (isLimited()) {
            next = Math.max(next, now - (double) MAX_LATENESS_NANOS) + amount * MINUTE / perMinute();
        }
    }

    /** Updates the advertised limit. */
    void advertised(RateHeaders.Advertised limit) {
        advertised.update(limit);
    }

    /** Records a call that the server accepted. */
    void accepted() {
        if (slowStart && implied < configured) {
            implied *= 1 + SLOW_START;
        }
    }

    /**
     * Records a call that the server refused for its rate.
     *
     * @param acceptedPerMinute rate that the server accepted before; used if no limit is known yet
     * @param shortPeriod whether that rate was measured over a short time only
     */
    void refused(long now, double acceptedPerMinute, boolean shortPeriod) {
        grow(now);
        if (isLimited()) {
            factor = Math.max(MIN_FACTOR, factor * DECREASE);
            slowStart = false;
        } else {
            implied = Math.max(1, acceptedPerMinute);
            slowStart = shortPeriod;
        }
        next = Math.max(next, now + MINUTE / perMinute());
    }

    private void grow(long now) {
        double maxFactor = implied < Math.min(configured, advertised.perMinute()) ? MAX_FACTOR_OF_IMPLIED : 1;
        factor = Math.min(maxFactor, factor + INCREASE * Math.max(0, now - grownAt) / MINUTE);
        grownAt = now;
    }
}
