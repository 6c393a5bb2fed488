// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import java.util.Locale;

/**
 * Evidence that signals about the audience need before they are used.
 *
 * <p>Both limits must be met. The permutation test bounds the chance that unrelated answers are used, at each test and
 * for any distribution of the ratings; the posterior probability requires in addition that a relation explains the
 * ratings better.
 */
public enum EvidenceThreshold {
    /**
     * Probability 0.9 and p-value 0.01: noise passes at most one test in a hundred. For shops of a few dozen ratings,
     * where an error would be rare but large.
     */
    CAUTIOUS(0.9, 0.01),
    /**
     * Probability 0.75 and p-value 0.05: noise passes at most one test in twenty, far fewer where many items are rated.
     */
    BALANCED(0.75, 0.05);

    private final double minProbability;
    private final double maxPValue;

    EvidenceThreshold(double minProbability, double maxPValue) {
        this.minProbability = minProbability;
        this.maxPValue = maxPValue;
    }

    /**
     * Smallest posterior probability at which signals are used.
     *
     * @return 0 to 1
     */
    public double minProbability() {
        return minProbability;
    }

    /**
     * Largest p-value of the permutation test at which signals are used.
     *
     * @return 0 to 1
     */
    public double maxPValue() {
        return maxPValue;
    }

    /**
     * Text of the limits.
     *
     * @return for example {@code balanced (0.75 and 0.05)}
     */
    public String words() {
        return String.format(
                Locale.ROOT, "%s (%.2f and %.2f)", name().toLowerCase(Locale.ROOT), minProbability, maxPValue);
    }

    /**
     * Whether evidence meets the limits.
     *
     * @param evidence of signals about the audience
     * @return true if both limits are met and enough items have an answer and a rating
     */
    public boolean metBy(SignalEvidence evidence) {
        return evidence.overlap() >= SignalEvidence.MIN_OVERLAP
                && evidence.probability() >= minProbability
                && evidence.pValue() <= maxPValue;
    }
}
