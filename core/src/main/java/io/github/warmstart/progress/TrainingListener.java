// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * Hears what a learner does while it trains. Every method is empty unless overridden.
 *
 * <p>Methods are called one at a time by the thread that called {@code fit}, which waits for them. What a listener throws
 * stops the training and reaches the caller.
 */
public interface TrainingListener {

    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * An epoch is done.
     *
     * @param event which, and how well the model fits by now
     */
    default void onEpoch(EpochFinished event) {}
}
