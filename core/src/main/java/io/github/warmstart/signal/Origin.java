// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.time.Instant;

/**
 * Where a signal came from. Every signal carries one, into every export.
 *
 * @param generator the kind of generator, for example {@code openai} or {@code recording}
 * @param model the model as the provider named it in its answer, or a name for what answered in its place
 * @param promptVersion which prompt design was used; empty where there was no prompt
 * @param requestHash SHA-256 of what was sent, in hex; equal for equal questions
 * @param time when the answer arrived
 * @param generation how far the signal is from what people gave: 0 if the generator was shown nothing but ratings of people
 *     and texts of the catalogue, one more than the highest generation of signals that had a part in what it was shown, for
 *     example predictions of a model that was trained on them
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
     * The origin of a signal of generation 0: whoever answers a {@link SignalRequest} from that request alone makes such,
     * because requests hold nothing that a signal had a part in.
     *
     * @param generator the kind of generator
     * @param model the model as the provider named it, or a name for what answered in its place
     * @param promptVersion which prompt design was used; empty where there was no prompt
     * @param requestHash SHA-256 of what was sent, in hex
     * @param time when the answer arrived
     */
    public Origin(String generator, String model, String promptVersion, String requestHash, Instant time) {
        this(generator, model, promptVersion, requestHash, time, 0);
    }
}
