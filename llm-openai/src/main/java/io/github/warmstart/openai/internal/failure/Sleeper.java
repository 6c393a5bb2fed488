// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import java.time.Duration;

/** Waits between two attempts; tests put one here that records. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Waits.
     *
     * @param wait how long, more than 0
     * @return false if the client was closed before the time was over
     * @throws InterruptedException if the calling thread was interrupted
     */
    boolean sleep(Duration wait) throws InterruptedException;
}
