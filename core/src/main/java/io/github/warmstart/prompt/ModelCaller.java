// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.reply.ReplyParser;
import io.github.warmstart.internal.reply.ReplyParser.Parsed;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts one request to the model and makes a reply of whatever comes back, an exception included. */
final class ModelCaller {

    private static final Logger LOG = LoggerFactory.getLogger(PromptedSignalGenerator.class);

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

    CallResult answer(SignalRequest request) throws InterruptedException {
        ChatPrompt prompt;
        ChatReply reply;
        try {
            prompt = writer.write(request);
            reply = model.complete(prompt);
        } catch (SignalException e) {
            throwIfInterrupted();
            String message = e.getMessage();
            return failed(request, e.usage(), message == null ? "the model gave no reason" : message, e);
        } catch (RuntimeException e) {
            throwIfInterrupted();
            // its message may hold a secret, so it stays out of the reply
            LOG.debug("the model threw an exception that is no SignalException", e);
            return failed(request, Usage.NONE, "the model threw " + e.getClass().getName(), null);
        }
        if (reply == null) {
            return failed(request, Usage.NONE, "the model returned null", null);
        }
        boolean askAgain = reply.finish() == Finish.STOP || reply.finish() == Finish.LENGTH;
        return new CallResult(read(request, prompt, reply), askAgain, null);
    }

    /** A model that wraps an interrupt in an exception of its own leaves the flag set. */
    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the model was at work");
        }
    }

    static CallResult failed(SignalRequest request, Usage usage, String reason, @Nullable SignalException failure) {
        return new CallResult(SignalReply.failed(request, Outcome.FAILED, usage, reason), false, failure);
    }

    SignalReply read(SignalRequest request, ChatPrompt prompt, ChatReply reply) {
        List<Item> items = request.items();
        Parsed parsed = ReplyParser.parse(reply.text(), items.size(), request.scale());
        Origin origin = new Origin(generatorName, reply.model(), PromptWriter.VERSION, hash(prompt), clock.instant());
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
        ReplyOutcome verdict = ReplyOutcome.of(reply, items.size(), parsed);
        return new SignalReply(request, verdict.outcome(), signals, parsed.rejected(), reply.usage(), verdict.reason());
    }

    private static Set<String> evidence(SignalRequest request) {
        return request instanceof SignalRequest.AsUser asUser
                ? asUser.known().stream().map(KnownRating::item).map(Item::id).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static String hash(ChatPrompt prompt) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String sent = prompt.system() + prompt.user() + prompt.jsonSchema();
            return HexFormat.of().formatHex(sha256.digest(sent.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
