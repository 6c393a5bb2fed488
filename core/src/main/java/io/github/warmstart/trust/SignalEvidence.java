// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

/**
 * Evidence of ratings for signals about the audience: whether answers and item means are related, and the expected gain
 * and harm of using them.
 *
 * <p>Gain and harm compare the model that is used, in which signals have weight {@code probability}, with the one
 * without signals, over items weighted by their ratings. With P the probability and Q the mean squared difference in
 * item means at full weight, the squared error rises by {@code P^2 Q} if the signals are unrelated, and falls by
 * {@code (1 - (1 - P)^2) Q} if they are right; on average it falls by {@code P^2 Q}.
 *
 * @param overlap number of items with both an answer and a rating
 * @param logBayesFactor natural logarithm of the Bayes factor of a relation against none, both with catalogue
 *     attributes
 * @param probability posterior probability of a relation, 0 to 1: the weight of the signals
 * @param pValue of the permutation test, above 0 and at most 1: share of random assignments of answers to items that
 *     agree with the ratings as well
 * @param slope slope of item means on answers
 * @param slopeError its posterior standard deviation
 * @param gain expected relative reduction of the error if the signals are right
 * @param harm expected relative increase of the error if they are unrelated to ratings
 */
public record SignalEvidence(
        int overlap,
        double logBayesFactor,
        double probability,
        double pValue,
        double slope,
        double slopeError,
        double gain,
        double harm) {

    /** Minimum number of items with both an answer and a rating for any evidence. */
    public static final int MIN_OVERLAP = 4;

    /**
     * Absent evidence, where too few items have both an answer and a rating.
     *
     * @param overlap number of items that have both
     * @return no evidence
     */
    public static SignalEvidence none(int overlap) {
        return new SignalEvidence(overlap, 0, 0, 1, Double.NaN, Double.NaN, 0, 0);
    }
}
