// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.internal.linear.Vectors;
import org.jspecify.annotations.Nullable;

/** Effect and vector of a user in one view of a model. Immutable. */
public final class UserVector {

    final String userId;
    /** Index in the table, or -1. */
    public final int index;

    final double effect;
    /** Null for a user without ratings. */
    final double @Nullable [] vector;

    UserVector(String userId, int index, double effect, double @Nullable [] vector) {
        this.userId = userId;
        this.index = index;
        this.effect = effect;
        this.vector = vector;
    }

    float @Nullable [] floats() {
        return vector == null ? null : Vectors.floats(vector);
    }
}
