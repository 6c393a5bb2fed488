// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.RatingTable;

/**
 * Correction of newcomers' first ratings before training, given better item means than the ratings have.
 *
 * @param shift how much higher first ratings are than what newcomers will give later, in rating units: it is taken off
 * @param weightFactor what the weights of first ratings are multiplied by, above 0
 */
public record FirstRatingCorrection(double shift, double weightFactor) {

    /** No correction. */
    static final FirstRatingCorrection NONE = new FirstRatingCorrection(0, 1);

    /** The table that a learner sees. */
    RatingTable applied(RatingTable table) {
        RatingTable unshifted = FirstRatingWeightEstimator.withoutShift(table, shift);
        return weightFactor == 1
                ? unshifted
                : unshifted.weighted(row -> FirstRatingWeightEstimator.isFirst(unshifted, row)
                        ? weightFactor * unshifted.weight(row)
                        : unshifted.weight(row));
    }
}
