// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.internal.history.PersistentMap;
import io.github.warmstart.internal.linear.GaussianPosterior;
import org.jspecify.annotations.Nullable;

/** User folded in after training. Immutable. */
final class FoldedUser {

    /** Effect first, then the vector. */
    final double[] mean;
    /** Posterior that the next rating can be added to; null if the whole history must be used again. */
    final @Nullable GaussianPosterior posterior;
    /** The items folded in at that time, which the posterior depends on. */
    final PersistentMap<FoldedItem> items;
    /** Number of the fold-in among those with a posterior. */
    final long turn;

    FoldedUser(double[] mean, @Nullable GaussianPosterior posterior, PersistentMap<FoldedItem> items, long turn) {
        this.mean = mean;
        this.posterior = posterior;
        this.items = items;
        this.turn = turn;
    }

    /** The same user without the posterior. */
    FoldedUser withoutPosterior() {
        return new FoldedUser(mean, null, PersistentMap.empty(), turn);
    }
}
