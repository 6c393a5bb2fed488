// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

/**
 * Evidence of ratings for signals about the audience: whether answers and item means are related, and the expected gain and
 * harm of using them.
 *
 * <p>Gain and harm compare the model that is used, in which signals have weight {@code probability}, with the one without signals,
 * over items weighted by their ratings. With P the probability and Q the mean
 * squared difference in item means at full weight, the squared error rises by {@code P^2 Q} if the
 * signals are unrelated, and falls by {@code (1 - (1 - P)^2) Q} if they are right; on average it falls by {@code P^2 Q}.
 *
 * @param overlap how many items have both an answer and a rating
 * @param logBayesFactor natural logarithm of the Bayes factor of a relation against none, catalogue attributes being in both
 * @param probability posterior probability of a relation, 0 to 1: the weight of the signals
 * @param pValue of the permutation test, above 0 and at most 1: share of random assignments of answers to items that agree with the
 *     ratings as well
 * @param slope by how much means rise when an answer rises by 1
 * @param slopeError its posterior standard deviation
 * @param gain by how much the error is expected to fall if the signals are right, as a share of it
 * @param harm by how much it is expected to rise if they say nothing, as a share of it
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

    /** With fewer items that have both an answer and a rating, nothing can be shown. */
    public static final int MIN_OVERLAP = 4;

    /**
     * Evidence where too few items have both an answer and a rating.
     *
     * @param overlap how many have
     * @return no evidence
     */
    public static SignalEvidence none(int overlap) {
        return new SignalEvidence(overlap, 0, 0, 1, Double.NaN, Double.NaN, 0, 0);
    }
}
