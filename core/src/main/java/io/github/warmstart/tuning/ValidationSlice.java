// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import java.util.SplittableRandom;

/**
 * Ratings that are kept from training to judge it by. Pseudo ratings are never among them: what nobody gave judges
 * nobody. Immutable.
 */
final class ValidationSlice {

    private final RatingTable table;
    /** By row: a number from 0 to 1; rows below the first bound are for validation. */
    private final float[] draws;

    private final double share;

    ValidationSlice(RatingTable table, double share, SplittableRandom random) {
        this.table = table;
        this.share = share;
        draws = new float[table.size()];
        for (int row = 0; row < draws.length; row++) {
            draws[row] = (float) random.nextDouble();
        }
    }

    private boolean holds(int row) {
        return !table.pseudo(row) && draws[row] < share;
    }

    int size() {
        int size = 0;
        for (int row = 0; row < draws.length; row++) {
            size += holds(row) ? 1 : 0;
        }
        return size;
    }

    /** A share of the rows that are not for validation; a larger share holds all of a smaller one. */
    RatingTable training(double of) {
        return table.where(row -> !holds(row) && (of >= 1 || position(row) < of));
    }

    /** Evenly spread from 0 to 1 over the rows that are left: those of ratings were drawn above the share. */
    private double position(int row) {
        return table.pseudo(row) ? draws[row] : (draws[row] - share) / (1 - share);
    }

    /** The weighted root mean squared error. */
    double rmse(RatingModel model) {
        double squares = 0;
        double weights = 0;
        for (int row = 0; row < draws.length; row++) {
            if (holds(row)) {
                double error =
                        model.predict(table.userId(table.user(row)), table.itemId(table.item(row))) - table.value(row);
                squares += table.weight(row) * error * error;
                weights += table.weight(row);
            }
        }
        double rmse = Math.sqrt(squares / weights);
        return Double.isNaN(rmse) ? Double.POSITIVE_INFINITY : rmse;
    }
}
