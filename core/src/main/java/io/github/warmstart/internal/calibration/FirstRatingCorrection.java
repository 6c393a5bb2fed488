// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.RatingTable;

/**
 * Correction of newcomers' first ratings before training, given better item means than the ratings have.
 *
 * @param shift mean of first ratings less that of later ones, in rating units; it is subtracted
 * @param weightFactor factor of the weights of first ratings, above 0
 */
public record FirstRatingCorrection(double shift, double weightFactor) {

    /** No correction. */
    static final FirstRatingCorrection NONE = new FirstRatingCorrection(0, 1);

    /** Corrected table, for training. */
    RatingTable applied(RatingTable table) {
        RatingTable unshifted = FirstRatingWeightEstimator.withoutShift(table, shift);
        return weightFactor == 1
                ? unshifted
                : unshifted.weighted(row -> FirstRatingWeightEstimator.isFirst(unshifted, row)
                        ? weightFactor * unshifted.weight(row)
                        : unshifted.weight(row));
    }
}
