// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.signal.Usage;

/**
 * What a language model sent back.
 *
 * @param text the answer as it came; empty if the model gave none
 * @param model the model as the provider named it
 * @param finish how the answer ended
 * @param usage what it cost, failed tries included
 */
public record ChatReply(String text, String model, Finish finish, Usage usage) {

    /** How an answer ended. */
    public enum Finish {
        /** The model said all it had to say, or the provider did not tell. */
        STOP,
        /** The answer was cut at the limit of tokens. */
        LENGTH,
        /** The model refused. */
        REFUSED,
        /** A content filter of the provider cut in. */
        FILTERED
    }

    /** Checks that nothing is null. */
    public ChatReply {
        requireNonNull(text, "text");
        requireNonNull(model, "model");
        requireNonNull(finish, "finish");
        requireNonNull(usage, "usage");
    }
}
