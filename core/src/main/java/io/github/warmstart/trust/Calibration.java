// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.signal.SignalKind;

/**
 * The fitted relation between the signals of one kind and the ratings of people.
 *
 * @param kind which signals
 * @param pairs how many of the signals could be held against real ratings
 * @param subjects how many users or, for audience signals, items they are about
 * @param offset how much higher the signals are than what people give, in rating units
 * @param slope by how much what people give rises when a signal rises by 1 (audience), or the other way round: by how
 *     much a signal rises when the rating does (user), after shrinkage; for personas, how far people's tastes spread
 *     along theirs, 1 if as far
 * @param slopeError the standard error of the slope
 * @param noiseVariance the variance of what the calibrated signal leaves open, in squared rating units
 * @param withinSubject the correlation between the errors of signals about the same user, 0 to 1; 0 for the audience
 * @param assumed whether too few signals could be held against real ratings to measure anything, so that slope, noise and
 *     worth are what an unknown generator is taken for
 * @param worth how much of one rating a signal is worth: for an audience signal the number of ratings that tell as much
 *     about an item's mean, for a user signal the weight of its pseudo rating when it is the only one of its user
 * @param probability the posterior probability that the signals hold something, 0 to 1: what they are weighted with
 */
public record Calibration(
        SignalKind kind,
        int pairs,
        int subjects,
        double offset,
        double slope,
        double slopeError,
        double noiseVariance,
        double withinSubject,
        boolean assumed,
        double worth,
        double probability) {

    /**
     * A fit whose signals are used in full if they are {@linkplain #informative() informative}, and else not at all.
     *
     * @param kind which signals
     * @param pairs how many could be held against real ratings
     * @param subjects how many users or items they are about
     * @param offset how much higher the signals are than what people give
     * @param slope the slope
     * @param slopeError its standard error
     * @param noiseVariance the variance of what the calibrated signal leaves open
     * @param withinSubject the correlation between the errors of signals about the same user
     * @param assumed whether nothing could be measured
     * @param worth how much of one rating a signal is worth
     */
    public Calibration(
            SignalKind kind,
            int pairs,
            int subjects,
            double offset,
            double slope,
            double slopeError,
            double noiseVariance,
            double withinSubject,
            boolean assumed,
            double worth) {
        this(
                kind,
                pairs,
                subjects,
                offset,
                slope,
                slopeError,
                noiseVariance,
                withinSubject,
                assumed,
                worth,
                slope - 1.645 * slopeError > 0 ? 1 : 0);
    }

    /**
     * The same fit with another probability.
     *
     * @param other 0 to 1
     * @return a new fit
     */
    public Calibration withProbability(double other) {
        return new Calibration(
                kind, pairs, subjects, offset, slope, slopeError, noiseVariance, withinSubject, assumed, worth, other);
    }

    /**
     * Whether the slope is above 0 with one-sided 95 % confidence: whether the signals say anything.
     *
     * @return false for signals that cannot be told from noise
     */
    public boolean informative() {
        return slope - 1.645 * slopeError > 0;
    }
}
