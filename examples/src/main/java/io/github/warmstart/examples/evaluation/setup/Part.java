// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.setup;

import java.util.List;

/**
 * Part of the protocol.
 *
 * @param <R> rows of its results
 */
public interface Part<R> {

    /** Number of progress steps. */
    int steps();

    /**
     * Runs the part.
     *
     * @param step called after each step
     * @return rows in a fixed order
     * @throws InterruptedException if the thread was interrupted
     */
    List<R> run(Runnable step) throws InterruptedException;
}
