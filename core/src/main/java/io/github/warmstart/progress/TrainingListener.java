// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * Receiver of the progress of one training. Every method is empty unless overridden.
 *
 * <p>Methods are called one at a time by the thread that called {@code fit}, which waits for them. What a listener throws
 * stops the training and reaches the caller.
 */
public interface TrainingListener {

    /** Listener that ignores every event. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * Called after each epoch.
     *
     * @param event the epoch and the error on the training rows
     */
    default void onEpoch(EpochFinished event) {}

    /**
     * End of one pass over all training rows.
     *
     * @param epoch the number of the epoch, counted from 1; from 1 again if training restarts
     * @param ofEpochs the greatest number of epochs
     * @param rmse the weighted root mean squared error on the training rows, in rating units
     */
    record EpochFinished(int epoch, int ofEpochs, double rmse) {}
}
