// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

/**
 * One limit a minute, of requests or of tokens: when the next may begin. Not thread-safe.
 *
 * <p>What is let through is spread evenly, since servers enforce limits a minute in shorter steps too. The limit is the
 * least of three: the one the host gave, the one the server told, and, where it told none, the one that its refusals
 * imply. After a refusal the pace falls to {@value #DECREASE} of itself, and then grows by {@value #INCREASE} of the limit
 * a minute (additive increase, multiplicative decrease). What the first refusals of a server that tells nothing imply is a
 * guess from a moment; so the pace then grows by {@value #GUESSED} of itself with each call that is taken, until the next
 * refusal (slow start).
 */
final class RateLimit {

    static final double DECREASE = 0.7;
    static final double INCREASE = 0.05;
    static final double GUESSED = 0.05;
    /** Part of what a server allows that is used: clocks differ, and two windows of a minute never match. */
    static final double PART_OF_TOLD = 0.97;

    private static final double MINUTE = 60e9;
    private static final double LEAST_SHARE = 1.0 / 64;
    private static final double MOST_OF_LEARNED = 8;
    /** How late a sender may wake up without losing its place; in nanoseconds. */
    private static final long SLACK = 20_000_000;

    private final double given;
    private final AdvertisedLimit told = new AdvertisedLimit();
    private double learned = Double.POSITIVE_INFINITY;
    private boolean guessed;
    private double share = 1;
    private double next = Double.NEGATIVE_INFINITY;
    private long sharedAt;

    /**
     * A lane.
     *
     * @param given what the host allows a minute; infinite for no limit
     */
    RateLimit(double given) {
        this.given = given;
    }

    /** What may pass a minute now; infinite if no limit is known. */
    double perMinute() {
        return Math.min(given, Math.min(told.perMinute() * PART_OF_TOLD, learned)) * share;
    }

    boolean isLimited() {
        return perMinute() < Double.POSITIVE_INFINITY;
    }

    /** How long the next must wait, in nanoseconds; 0 if it may go. */
    long waitAt(long now) {
        return isLimited() ? (long) Math.ceil(Math.max(0, next - now)) : 0;
    }

    /** Lets something through. */
    void pass(long now, double amount) {
        grow(now);
        if (isLimited()) {
            next = Math.max(next, now - (double) SLACK) + amount * MINUTE / perMinute();
        }
    }

    /** The server told of its limit. */
    void tell(RateHeaders.Told limit) {
        told.tell(limit);
    }

    /** The server took a call. */
    void accepted() {
        if (guessed && learned < given) {
            learned *= 1 + GUESSED;
        }
    }

    /**
     * The server refused because too much came.
     *
     * @param implied what it took a minute so far, for a server that never told
     * @param guess whether that is seen from a short time only
     */
    void refuse(long now, double implied, boolean guess) {
        grow(now);
        if (isLimited()) {
            share = Math.max(LEAST_SHARE, share * DECREASE);
            guessed = false;
        } else {
            learned = Math.max(1, implied);
            guessed = guess;
        }
        next = Math.max(next, now + MINUTE / perMinute());
    }

    private void grow(long now) {
        double most = learned < Math.min(given, told.perMinute()) ? MOST_OF_LEARNED : 1;
        share = Math.min(most, share + INCREASE * Math.max(0, now - sharedAt) / MINUTE);
        sharedAt = now;
    }
}
