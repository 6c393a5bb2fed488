// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.signal.SignalKind;

/**
 * Fitted relation between the signals of one kind and the ratings of people.
 *
 * @param kind kind of the signals
 * @param pairs number of signals that could be compared with real ratings
 * @param subjects number of users or, for audience signals, items they are about
 * @param offset difference of the signals from the ratings of people, positive if signals are higher, in rating units
 * @param slope slope of ratings on signals (audience) or of signals on ratings (user), after shrinkage; for personas,
 *     the spread of people's tastes along those of the personas, 1 if equal
 * @param slopeError standard error of the slope
 * @param noiseVariance error variance of the calibrated signal, in squared rating units
 * @param withinSubject correlation between the errors of signals about the same user, 0 to 1; 0 for the audience
 * @param assumed whether too few signals could be compared with real ratings, so that slope, noise and effective
 *     ratings are the defaults for an unknown generator
 * @param effectiveRatings number of ratings with the information of one signal: for an audience signal the number of
 *     ratings of the item, for a user signal the weight of its pseudo rating when it is the only one of its user
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
     * Creates a fit whose signals are used in full if they are {@linkplain #informative() informative}, and else not at
     * all.
     *
     * @param kind kind of the signals
     * @param pairs number that could be compared with real ratings
     * @param subjects number of users or items they are about
     * @param offset difference of the signals from the ratings of people, positive if signals are higher
     * @param slope slope of the fit
     * @param slopeError standard error of the slope
     * @param noiseVariance error variance of the calibrated signal
     * @param withinSubject correlation between the errors of signals about the same user
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
     * Copy of this fit with another probability.
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
