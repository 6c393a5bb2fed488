// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.prompt.ChatReply.Finish;

/** Outcome of one attempt: a reply or a failure. */
public sealed interface Outcome permits Outcome.Replied, Failure {

    /** Tokens that the server reported; 0 where it reported none. */
    Wire.Tokens tokens();

    /** Reply of the model. */
    record Replied(String text, String model, Finish finish, Wire.Tokens tokens, String id) implements Outcome {}
}
