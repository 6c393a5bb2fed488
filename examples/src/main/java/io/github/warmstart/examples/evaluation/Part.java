// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import java.util.List;

/** One part of the protocol. */
interface Part {

    /** How many steps of progress it takes. */
    int steps();

    /**
     * Runs the part.
     *
     * @param step is called after each step
     * @return rows in a fixed order
     * @throws InterruptedException if the thread was interrupted
     */
    List<Row> run(Runnable step) throws InterruptedException;
}
