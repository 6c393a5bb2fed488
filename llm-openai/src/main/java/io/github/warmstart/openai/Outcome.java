// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.prompt.ChatReply.Finish;

/** How one attempt ended. */
sealed interface Outcome permits Outcome.Replied, Failure {

    /** What it cost in tokens, as far as the server told. */
    Wire.Tokens tokens();

    /** With an answer. */
    record Replied(String text, String model, Finish finish, Wire.Tokens tokens, String id) implements Outcome {}
}
