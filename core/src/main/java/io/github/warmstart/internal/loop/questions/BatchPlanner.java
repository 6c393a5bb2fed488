// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import org.jspecify.annotations.Nullable;

/** The questions of one kind, batch by batch. Confined to one thread. */
public interface BatchPlanner {

    /** The next batch, at what is known at present; null if there is none. */
    @Nullable
    QuestionBatch next();

    /** Whether asking presumes that the audience's signals were judged. */
    default boolean needsAudience() {
        return false;
    }

    /** Asks what {@link #next} offered last, and draws what conclusions there are. */
    void take(QuestionBatch offer) throws InterruptedException;
}
