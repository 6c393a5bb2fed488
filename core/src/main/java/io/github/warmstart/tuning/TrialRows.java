// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import io.github.warmstart.internal.validation.ValidationSlice;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import java.util.SplittableRandom;

/**
 * Rows of one search: a validation slice that all trials are measured on, and nested shares of the rest to train on.
 * Immutable; takes four bytes a row.
 */
final class TrialRows {

    private final RatingTable table;

    /** By row: uniform from 0 to 1; real ratings below the share are in the slice. */
    private final float[] draws;

    private final double share;
    private final ValidationSlice slice;

    TrialRows(RatingTable table, double share, SplittableRandom random) {
        this.table = table;
        this.share = share;
        draws = new float[table.size()];
        slice = new ValidationSlice(table, row -> {
            draws[row] = (float) random.nextDouble();
            return draws[row] < share;
        });
    }

    /** Number of ratings in the validation slice. */
    int validationSize() {
        return slice.size();
    }

    /** A share of the rows outside the slice; a larger share contains all of a smaller one. */
    RatingTable training(double of) {
        return slice.training(row -> of >= 1 || position(row) < of);
    }

    /** Uniform from 0 to 1 over the rows outside the slice: the draws of their real ratings start at the share. */
    private double position(int row) {
        return table.pseudo(row) ? draws[row] : (draws[row] - share) / (1 - share);
    }

    /** Weighted root mean squared error on the slice, in rating units; infinite if a prediction is NaN. */
    double rmse(RatingModel model) {
        double rmse = slice.rmse((user, item) -> model.predict(table.userId(user), table.itemId(item)));
        return Double.isNaN(rmse) ? Double.POSITIVE_INFINITY : rmse;
    }
}
