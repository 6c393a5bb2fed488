// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.internal.history.PersistentMap;
import io.github.warmstart.internal.linear.GaussianPosterior;
import org.jspecify.annotations.Nullable;

/** What a model learned of a user after training. Immutable. */
final class FoldedUser {

    /** Effect first, then the vector. */
    final double[] mean;
    /** What the next rating can be added to, or null: then the whole history is looked at again. */
    final @Nullable GaussianPosterior posterior;
    /** The items folded in at that time: under others the posterior would be another. */
    final PersistentMap<FoldedItem> items;
    /** When it was folded in: counts up in steps of one from view to view. */
    final long turn;

    FoldedUser(double[] mean, @Nullable GaussianPosterior posterior, PersistentMap<FoldedItem> items, long turn) {
        this.mean = mean;
        this.posterior = posterior;
        this.items = items;
        this.turn = turn;
    }

    /** The same without what takes the memory. */
    FoldedUser withoutPosterior() {
        return new FoldedUser(mean, null, PersistentMap.empty(), turn);
    }
}
