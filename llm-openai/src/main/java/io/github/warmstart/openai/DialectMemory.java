// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what the server has turned out to understand; one per client, safe for all threads. */
final class DialectMemory {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiChatModel.class);

    private volatile Dialect current;
    private final String model;

    DialectMemory(Dialect first, String model) {
        current = first;
        this.model = model;
    }

    Dialect current() {
        return current;
    }

    /**
     * Learns from a failure.
     *
     * @param spoken the dialect that failed
     * @return whether the same request is worth sending in what is now the current dialect
     */
    synchronized boolean learn(Dialect spoken, Failure failure) {
        Optional<Dialect> simpler = spoken.simpler(failure);
        if (simpler.isEmpty()) {
            return false;
        }
        if (current.equals(spoken)) {
            current = simpler.get();
            LOG.warn(
                    "the server does not know all that was asked of model '{}'; from now on it is asked with {}",
                    model,
                    current.words());
        }
        return true;
    }
}
