// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.internal.loop.state.QuestionBatch;
import io.github.warmstart.internal.loop.state.Round;
import io.github.warmstart.internal.loop.state.RunState;
import org.jspecify.annotations.Nullable;

/**
 * Planner of one kind of question. Plans and learns without sending anything: state in, batch or state out. For one
 * thread.
 */
public interface BatchPlanner {

    /** Next batch in a state; null if there is none. */
    @Nullable
    QuestionBatch plan(RunState state);

    /** Requests that belong to the last round and follow it at once, before any other batch; null if there are none. */
    default @Nullable QuestionBatch followUp(RunState state) {
        return null;
    }

    /** State that remembers a plan, for planners whose plans are expensive. */
    default RunState remember(RunState state, QuestionBatch batch) {
        return state;
    }

    /** Whether the next batch may only be sent once the gate has tested the audience's signals. */
    default boolean needsAudienceVerdict(RunState state) {
        return false;
    }

    /**
     * Obstacle to sending the batch that was planned, once it was selected and the gate has tested what there is.
     *
     * @return null if the batch may be sent; otherwise the state to plan from anew
     */
    default @Nullable RunState obstacle(RunState state) {
        return null;
    }

    /**
     * Conclusions from a batch.
     *
     * @param state state that holds the round's report and signals
     * @param batch the batch that was sent
     * @param round its result
     * @throws InterruptedException if the calling thread was interrupted while the gate tested signals
     */
    RunState learn(RunState state, QuestionBatch batch, Round round) throws InterruptedException;
}
