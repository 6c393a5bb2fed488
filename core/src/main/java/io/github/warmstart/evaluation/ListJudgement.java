// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.statistics.MeanDifference;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Figures of lists over a whole catalogue, one a user. Immutable and thread-safe. Enter by {@link HeldOutChoices#judge}.
 */
public final class ListJudgement {

    /** What is measured of each user's list. */
    public enum Figure {
        /**
         * Normalised discounted cumulated gain of the first ten, binary: {@code sum over hits of 1 / log2(1 + rank)}, divided
         * by the same sum of a perfect list. Worked example: one relevant item at rank 2 of 10, two relevant items in all:
         * {@code 0.6309 / (1 + 0.6309) = 0.3869}.
         */
        NDCG10,
        /** The share of the first ten that is relevant. Worked example: hits at ranks 2 and 7: 0.2. */
        PRECISION10,
        /** Hits among the first fifty, divided by the smaller of fifty and the number of relevant items. */
        RECALL50,
        /**
         * The same with each item weighted by {@code (popularity + 1)^-1/2}, divided by the weight of the best possible
         * fifty. Worked example: relevant items of popularity 0 and 3, only the second is found: {@code 0.5 / (1 + 0.5)}.
         */
        IPS_RECALL50,
        /**
         * Area under the curve against items of nearly the same popularity: for each relevant item the share of its matched
         * items that score lower, ties a half. Popularity alone has about 0.5. Worked example: matched items that score
         * lower, lower, equal and higher: {@code 2.5 / 4}.
         */
        MATCHED_AUC
    }

    private final Map<Figure, double[]> figures;
    private final int coverage10;
    private final double meanPopularity10;

    ListJudgement(Map<Figure, double[]> figures, int coverage10, double meanPopularity10) {
        this.figures = new EnumMap<>(figures);
        this.coverage10 = coverage10;
        this.meanPopularity10 = meanPopularity10;
    }

    /**
     * A figure of each user.
     *
     * @param figure which
     * @return one value a user, in the order in which the users were held out; NaN for a user who has none
     */
    public double[] perUser(Figure figure) {
        return figures.getOrDefault(figure, new double[0]).clone();
    }

    /**
     * The mean of a figure over the users who have one.
     *
     * @param figure which
     * @return 0 to 1; NaN if nobody has one
     */
    public double mean(Figure figure) {
        return Arrays.stream(perUser(figure))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * The number of different items that stand in anybody's first ten.
     *
     * @return 1 or more
     */
    public int coverage10() {
        return coverage10;
    }

    /**
     * The mean popularity of the items in the first ten.
     *
     * @return 0 or more
     */
    public double meanPopularity10() {
        return meanPopularity10;
    }

    /**
     * Compares a figure with that of other lists for the same users.
     *
     * @param before the other lists
     * @param figure which
     * @param resamples how many drawings of users, 100 or more; 2,000 are usual
     * @param seed of the drawings
     * @return the difference from the other to this one; positive means that this one is better
     */
    public MeanDifference comparedWith(ListJudgement before, Figure figure, int resamples, long seed) {
        return MeanDifference.of(before.perUser(figure), perUser(figure), resamples, seed);
    }
}
