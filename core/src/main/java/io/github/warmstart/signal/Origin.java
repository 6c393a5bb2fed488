// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.time.Instant;

/**
 * Provenance of a signal. Every signal has one, in every export.
 *
 * @param generator the kind of generator, for example {@code openai} or {@code recording}
 * @param model the model as the provider named it in its answer, or a name for another source of the answer
 * @param promptVersion the version of the prompt design; empty without a prompt
 * @param requestHash SHA-256 of the request as sent, in hex; equal for equal requests
 * @param time the time at which the answer arrived
 * @param generation the distance of the signal from human ratings: 0 if the generator was shown only ratings of people and
 *     texts of the catalogue; otherwise one more than the highest generation of the signals that contributed to what it was
 *     shown, for example through predictions of a model that was trained on them
 */
public record Origin(
        String generator, String model, String promptVersion, String requestHash, Instant time, int generation) {

    /**
     * Checks the generation.
     *
     * @throws IllegalArgumentException if it is below 0
     */
    public Origin {
        if (generation < 0) {
            throw new IllegalArgumentException("generation must be >= 0, but was " + generation);
        }
    }

    /**
     * The origin of a signal of generation 0: an answer to a {@link SignalRequest} from that request alone has it, because
     * no signal contributes to a request.
     *
     * @param generator the kind of generator
     * @param model the model as the provider named it, or a name for another source of the answer
     * @param promptVersion the version of the prompt design; empty without a prompt
     * @param requestHash SHA-256 of the request as sent, in hex
     * @param time the time at which the answer arrived
     */
    public Origin(String generator, String model, String promptVersion, String requestHash, Instant time) {
        this(generator, model, promptVersion, requestHash, time, 0);
    }
}
