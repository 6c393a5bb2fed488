// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator.OneRequest;
import java.time.Clock;

/** Puts one request to the model. */
final class Asker implements OneRequest {

    Asker(ChatModel model, PromptWriter writer, String generatorName, Clock clock) {}

    @Override
    public SignalReply answer(SignalRequest request) throws InterruptedException {
        throw new UnsupportedOperationException("not written yet");
    }
}
