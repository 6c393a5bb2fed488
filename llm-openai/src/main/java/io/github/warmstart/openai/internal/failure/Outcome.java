// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.prompt.ChatReply.Finish;

/** How one attempt ended. */
public sealed interface Outcome permits Outcome.Replied, Failure {

    /** What it cost in tokens, as far as the server told. */
    Wire.Tokens tokens();

    /** With an answer. */
    record Replied(String text, String model, Finish finish, Wire.Tokens tokens, String id) implements Outcome {}
}
