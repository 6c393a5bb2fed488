// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.feature;

/** Feature of an item for a person, with the prior of its weight in the score. */
public enum ItemFeature {
    /**
     * The logarithm of the share of all choices. The product rule gives weight 1; a lower weight reduces the effect of
     * popularity, if hidden choices support it.
     */
    EXPOSURE(1, 0.3),
    /** The logarithm of the probability that a choice is liked. The product rule gives weight 1. */
    LIKING(1, 0.5),
    /** Lift by the choices of similar users. A lift that is the logarithm of a ratio of shares has weight 1. */
    AFFINITY(1, 0.5),
    /** Mean cosine of catalogue attributes with the known items. */
    ATTRIBUTES(0.5, 0.5),
    /** Mean cosine of graded attributes with the known items. */
    TAGS(1, 0.5),
    /** Years by which the item is newer than all known items, as a penalty. */
    NEWER(0.05, 0.05),
    /** Kernel density of the known items' years at the item's year. */
    YEAR(0, 0.3),
    /** Known items for which the language model named the item as similar. */
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
