// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.reply.ReplyParser;
import io.github.warmstart.internal.reply.ReplyParser.Parsed;
import io.github.warmstart.internal.text.Sha256;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        List<Item> items = request.items();
        Parsed parsed = ReplyParser.parse(reply.text(), items.size(), request.scale());
        String hash = Sha256.ofText(prompt.system() + prompt.user() + prompt.jsonSchema());
        Origin origin = new Origin(generatorName, reply.model(), PromptWriter.VERSION, hash, clock.instant());
        Set<String> evidence = evidence(request);
        List<SyntheticSignal> signals = new ArrayList<>();
        parsed.values()
                .forEach((number, value) -> signals.add(new SyntheticSignal(
                        request.kind(),
                        request.subjectId(),
                        items.get(number - 1).id(),
                        value,
                        evidence,
                        origin)));
        ReplyOutcome outcome = ReplyOutcome.of(reply, items.size(), parsed);
        return new SignalReply(request, outcome.outcome(), signals, parsed.rejected(), reply.usage(), outcome.reason());
    }

    private static Set<String> evidence(SignalRequest request) {
        return request instanceof SignalRequest.AsUser asUser
                ? asUser.known().stream().map(KnownRating::item).map(Item::id).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
