// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import java.time.Duration;

/** Wait between two attempts; tests replace it by a recorder. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Waits.
     *
     * @param wait more than 0
     * @return false if the client was closed before the time was over
     * @throws InterruptedException if the calling thread was interrupted
     */
    boolean sleep(Duration wait) throws InterruptedException;
}
