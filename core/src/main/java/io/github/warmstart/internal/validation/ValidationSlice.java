// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.validation;

import io.github.warmstart.rating.table.RatingTable;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Slice of the real ratings of a table that is kept from training, to measure the error of what was trained. Pseudo
 * ratings are never in the slice. Immutable; takes one bit a row.
 */
public final class ValidationSlice {

    /** Predictions by the indices of the table. */
    public interface Predictor {
        /** Predicted rating of a user and an item of the table. */
        double predict(int user, int item);
    }

    private final RatingTable table;
    private final BitSet held;

    /**
     * A slice of some rows.
     *
     * @param table the rows
     * @param drawn whether a row is drawn for the slice; called once for each row, in order, pseudo ratings included
     */
    public ValidationSlice(RatingTable table, IntPredicate drawn) {
        this.table = table;
        held = new BitSet();
        for (int row = 0; row < table.size(); row++) {
            if (drawn.test(row) && !table.pseudo(row)) {
                held.set(row);
            }
        }
    }

    /** Number of ratings in the slice. */
    public int size() {
        return held.cardinality();
    }

    /** The rows outside the slice that a condition accepts. */
    public RatingTable training(IntPredicate wanted) {
        return table.where(row -> !held.get(row) && wanted.test(row));
    }

    /** Weighted root mean squared error on the slice, in rating units; NaN if the slice is empty. */
    public double rmse(Predictor predictor) {
        double squares = 0;
        double weights = 0;
        for (int row = held.nextSetBit(0); row >= 0; row = held.nextSetBit(row + 1)) {
            double error = predictor.predict(table.user(row), table.item(row)) - table.value(row);
            squares += table.weight(row) * error * error;
            weights += table.weight(row);
        }
        return Math.sqrt(squares / weights);
    }
}
