// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.internal.reply.ParsedSignals;
import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.internal.text.Sha256;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Single call of a model: writes the prompt, calls, and reads the answer. An exception of the model becomes a result. */
final class ModelCaller {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCaller.class);

    private final ChatModel model;
    private final PromptWriter writer;
    private final String generatorName;
    private final Clock clock;

    ModelCaller(ChatModel model, PromptWriter writer, String generatorName, Clock clock) {
        this.model = model;
        this.writer = writer;
        this.generatorName = generatorName;
        this.clock = clock;
    }

    CallResult call(SignalRequest request) throws InterruptedException {
        ChatPrompt prompt;
        ChatReply reply;
        try {
            prompt = writer.write(request);
            reply = model.complete(prompt);
        } catch (SignalException e) {
            throwIfInterrupted();
            String message = e.getMessage();
            return CallResult.failed(request, e.usage(), message == null ? "the model gave no reason" : message, e);
        } catch (RuntimeException e) {
            throwIfInterrupted();
            // its message may hold a secret, so it stays out of the reply
            LOG.debug("the model threw an exception that is no SignalException", e);
            return CallResult.failed(
                    request, Usage.NONE, "the model threw " + e.getClass().getName(), null);
        }
        if (reply == null) {
            return CallResult.failed(request, Usage.NONE, "the model returned null", null);
        }
        boolean retryMissing = reply.finish() == Finish.STOP || reply.finish() == Finish.LENGTH;
        return new CallResult(read(request, prompt, reply), retryMissing, null);
    }

    /** A model that wraps an interrupt in an exception of its own leaves the flag set. */
    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the model was at work");
        }
    }

    /** Reads an answer. Never throws, whatever the text is. */
    SignalReply read(SignalRequest request, ChatPrompt prompt, ChatReply reply) {
        ParsedSignals parsed = ParsedSignals.of(request, reply.text(), reply.finish() == Finish.STOP);
        RequestRules rules = new RequestRules(request);
        String hash = Sha256.ofText(prompt.system() + prompt.user() + prompt.jsonSchema());
        Origin origin = new Origin(generatorName, reply.model(), PromptWriter.version(request), hash, clock.instant());
        List<SyntheticSignal> signals = parsed.values().stream()
                .map(value -> new SyntheticSignal(
                        request.kind(), value.subject(), value.itemId(), value.value(), rules.evidence(), origin))
                .toList();
        int asked = request.items().size();
        int answered = asked - rules.unanswered(signals).size();
        ReplyOutcome outcome = ReplyOutcome.of(reply, answered, asked, parsed.rejected());
        return new SignalReply(request, outcome.outcome(), signals, parsed.rejected(), reply.usage(), outcome.reason());
    }
}
