// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.RatingTable;

/**
 * What is made of newcomers' first ratings before training, once more is known of the items they are about.
 *
 * @param shift how much higher first ratings are than what newcomers will give later, in rating units: it is taken off
 * @param weightFactor what the weights of first ratings are multiplied by, above 0
 */
public record Newcomers(double shift, double weightFactor) {

    /** First ratings as they are. */
    static final Newcomers ASIS = new Newcomers(0, 1);

    /** The table that a learner sees. */
    RatingTable applied(RatingTable table) {
        RatingTable levelled = NewcomerWeightEstimator.levelled(table, shift);
        return weightFactor == 1
                ? levelled
                : levelled.weighted(row -> NewcomerWeightEstimator.isFirst(levelled, row)
                        ? weightFactor * levelled.weight(row)
                        : levelled.weight(row));
    }
}
