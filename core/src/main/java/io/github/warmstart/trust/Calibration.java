// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.signal.SignalKind;

/**
 * Fitted relation between the signals of one kind and the ratings of people.
 *
 * @param kind which signals
 * @param pairs number of signals that could be compared with real ratings
 * @param subjects number of users or, for audience signals, items they are about
 * @param offset how much higher the signals are than what people give, in rating units
 * @param slope by how much what people give rises when a signal rises by 1 (audience), or the other way round: by how
 *     much a signal rises when the rating does (user), after shrinkage; for personas, how far people's tastes spread
 *     along theirs, 1 if as far
 * @param slopeError the standard error of the slope
 * @param noiseVariance error variance of the calibrated signal, in squared rating units
 * @param withinSubject the correlation between the errors of signals about the same user, 0 to 1; 0 for the audience
 * @param assumed whether too few signals could be compared with real ratings, so that slope, noise and effective ratings
 *     are the defaults for an unknown generator
 * @param effectiveRatings number of ratings with the information of one signal: for an audience signal the number of ratings of
 *     the item, for a user signal the weight of its pseudo rating when it is the only one of its user
 * @param probability posterior probability that the signals are related to ratings, 0 to 1: their weight
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
        double effectiveRatings,
        double probability) {

    /**
     * Fit whose signals are used in full if they are {@linkplain #informative() informative}, and else not at all.
     *
     * @param kind which signals
     * @param pairs number that could be compared with real ratings
     * @param subjects number of users or items they are about
     * @param offset how much higher the signals are than what people give
     * @param slope the slope
     * @param slopeError its standard error
     * @param noiseVariance error variance of the calibrated signal
     * @param withinSubject the correlation between the errors of signals about the same user
     * @param assumed whether defaults are used
     * @param effectiveRatings number of ratings with the information of one signal
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
            double effectiveRatings) {
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
                effectiveRatings,
                slope - 1.645 * slopeError > 0 ? 1 : 0);
    }

    /**
     * Same fit with another probability.
     *
     * @param other 0 to 1
     * @return a new fit
     */
    public Calibration withProbability(double other) {
        return new Calibration(
                kind,
                pairs,
                subjects,
                offset,
                slope,
                slopeError,
                noiseVariance,
                withinSubject,
                assumed,
                effectiveRatings,
                other);
    }

    /**
     * Whether the slope is above 0 with one-sided 95 % confidence: whether the signals are distinguishable from noise.
     *
     * @return false for signals that are indistinguishable from noise
     */
    public boolean informative() {
        return slope - 1.645 * slopeError > 0;
    }
}
