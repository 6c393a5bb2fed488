// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.internal.sgd.SgdTrainer;
import io.github.warmstart.internal.validation.ValidationSlice;
import io.github.warmstart.rating.table.RatingTable;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Early stopping of one training: a slice of the real ratings that the training does not see, and the epoch with the
 * lowest error on it so far. Confined to one thread.
 */
final class EpochValidation {

    private final RatingTable table;
    private final ValidationSlice slice;
    private int bestEpoch;
    private double bestRmse;

    private EpochValidation(RatingTable table, ValidationSlice slice) {
        this.table = table;
        this.slice = slice;
        restart();
    }

    /** Draws each real rating with this probability; null if the slice or the remaining training rows are empty. */
    static @Nullable EpochValidation of(RatingTable table, double share, long seed) {
        if (share == 0) {
            return null;
        }
        SplittableRandom random = new SplittableRandom(seed);
        ValidationSlice slice = new ValidationSlice(table, row -> random.nextDouble() < share);
        return slice.size() == 0 || slice.size() == table.size() ? null : new EpochValidation(table, slice);
    }

    /** The rows outside the slice. */
    RatingTable training() {
        return slice.training(row -> true);
    }

    void restart() {
        bestEpoch = 0;
        bestRmse = Double.POSITIVE_INFINITY;
    }

    /** Measures the model after an epoch; returns the number of epochs since the best one. */
    int epochsSinceBest(SgdTrainer trainer, int epoch) {
        double rmse = slice.rmse((user, item) -> table.scale().clamp(trainer.predict(user, item)));
        if (rmse < bestRmse) {
            bestRmse = rmse;
            bestEpoch = epoch;
        }
        return epoch - bestEpoch;
    }

    int size() {
        return slice.size();
    }

    int bestEpoch() {
        return bestEpoch;
    }

    double bestRmse() {
        return bestRmse;
    }
}
