// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.feature;

/** What the score of an item is a weighted sum of, with the prior of each weight. */
public enum ItemFeature {
    /**
     * The logarithm of the share of all choices. The product rule of probabilities says 1; less takes popularity off, as
     * hidden choices demand.
     */
    EXPOSURE(1, 0.3),
    /** The logarithm of the probability that a choice is liked. The product rule says 1. */
    LIKING(1, 0.5),
    /** Lift by what people chose who share choices. A lift that is a logarithm of a ratio of shares has weight 1. */
    AFFINITY(1, 0.5),
    /** Mean cosine of catalogue attributes with the known items. */
    ATTRIBUTES(0.5, 0.5),
    /** Mean cosine of graded attributes with the known items. */
    TAGS(1, 0.5),
    /** Years that the item is newer than everything known. */
    NEWER(0.05, 0.05),
    /** Kernel density of the known items' years at the item's year. */
    YEAR(0, 0.3),
    /** Known items for which the item was named as chosen together with. */
    SIMILAR(0.6, 0.4),
    /** Position in the person's shortlist. */
    SHORTLIST(1, 0.5);

    private final double priorMean;
    private final double priorDeviation;

    ItemFeature(double priorMean, double priorDeviation) {
        this.priorMean = priorMean;
        this.priorDeviation = priorDeviation;
    }

    /**
     * The prior mean of the weight.
     *
     * @return 0 or more
     */
    public double priorMean() {
        return priorMean;
    }

    /**
     * The prior standard deviation of the weight.
     *
     * @return above 0
     */
    public double priorDeviation() {
        return priorDeviation;
    }
}
