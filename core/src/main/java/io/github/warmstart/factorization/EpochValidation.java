// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.internal.sgd.SgdTrainer;
import io.github.warmstart.rating.table.RatingTable;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A slice of people's own ratings that one training does not see, and how well it came off on them so far. Confined to
 * one thread.
 */
final class EpochValidation {

    private final RatingTable table;
    private final boolean[] held;
    private final int size;
    private int bestEpoch;
    private double bestRmse;

    private EpochValidation(RatingTable table, boolean[] held, int size) {
        this.table = table;
        this.held = held;
        this.size = size;
        restart();
    }

    /** Each row that a person gave, with this chance; nothing if no row is held. */
    static @Nullable EpochValidation of(RatingTable table, double share, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] held = new boolean[share > 0 ? table.size() : 0];
        int size = 0;
        for (int row = 0; row < held.length; row++) {
            held[row] = random.nextDouble() < share && !table.pseudo(row);
            size += held[row] ? 1 : 0;
        }
        return size == 0 || size == table.size() ? null : new EpochValidation(table, held, size);
    }

    RatingTable training() {
        return table.where(row -> !held[row]);
    }

    void restart() {
        bestEpoch = 0;
        bestRmse = Double.POSITIVE_INFINITY;
    }

    /** Measures the model after an epoch; returns for how many epochs it has not been better. */
    int worseFor(SgdTrainer trainer, int epoch) {
        double squares = 0;
        double weights = 0;
        for (int row = 0; row < held.length; row++) {
            if (held[row]) {
                double found = table.scale().clamp(trainer.predict(table.user(row), table.item(row)));
                squares += table.weight(row) * (found - table.value(row)) * (found - table.value(row));
                weights += table.weight(row);
            }
        }
        double rmse = Math.sqrt(squares / weights);
        if (rmse < bestRmse) {
            bestRmse = rmse;
            bestEpoch = epoch;
        }
        return epoch - bestEpoch;
    }

    int size() {
        return size;
    }

    int bestEpoch() {
        return bestEpoch;
    }

    double bestRmse() {
        return bestRmse;
    }
}
