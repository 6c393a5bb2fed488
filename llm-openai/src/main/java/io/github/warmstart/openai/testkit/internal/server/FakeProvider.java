// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.internal.base.Json;
import io.github.warmstart.openai.testkit.internal.base.SeededRandom;
import io.github.warmstart.openai.testkit.script.FakeAnswer;
import io.github.warmstart.openai.testkit.script.FakeRequest;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Fake provider without its sockets: decides the response to each call. Thread-safe. */
public final class FakeProvider {

    private final Script script;
    private final CallLog log;
    private final FakeBatches batches;
    private final @Nullable TokenBucket bucket;
    private final Map<String, Queue<Fault>> sequences = new ConcurrentHashMap<>();

    public FakeProvider(Script script, CallLog log) {
        this.script = script;
        this.log = log;
        batches = new FakeBatches(script, log, this::answer);
        bucket = script.rateLimit()
                .map(limit -> new TokenBucket(limit, System.nanoTime()))
                .orElse(null);
        script.sequences().forEach((what, faults) -> sequences.put(what, new ConcurrentLinkedQueue<>(faults)));
    }

    /** The response to a call. */
    public Reply reply(HttpRequest request, @Nullable Object json, CallLog.Entry entry) {
        Fault next = next(request);
        if (next != null && !next.isExecuted()) {
            return faulty(request, next);
        }
        if (script.keyRequired() && request.key() == null) {
            return Reply.of(401, Json.error("You didn't provide an API key.", "missing_api_key", null));
        }
        if (!request.isChat()) {
            Reply reply = batches.reply(request);
            return next == null ? reply : reply.as(next, false);
        }
        return chat(request, Json.object(json), entry, next);
    }

    private Reply chat(HttpRequest request, Map<?, ?> json, CallLog.Entry entry, @Nullable Fault next) {
        FakeRequest asked = Completions.request(json, entry.attempt());
        Map<String, String> limits = Map.of();
        if (bucket != null) {
            long wait = bucket.tryAcquire(System.nanoTime(), Completions.tokens(json, asked));
            limits = script.advertisesLimits() ? bucket.headers(System.nanoTime()) : limits;
            if (wait > 0) {
                Fault limited = Fault.status(429)
                        .retryAfterMillis(Duration.ofNanos(wait))
                        .header("Retry-After", String.valueOf(1 + wait / 1_000_000_000L));
                return faulty(request, limited).with(limits);
            }
        }
        Fault fault = next == null ? drawn(entry.prompt(), entry.attempt()) : next;
        if (!fault.isExecuted()) {
            return faulty(request, fault).with(limits);
        }
        Reply reply = answer(
                json,
                asked,
                entry.problems(),
                "c" + entry.number(),
                fault.answer().orElse(null));
        return (fault == Fault.none()
                        ? reply
                        : reply.as(
                                fault, reply.answersPrompt() && fault.answer().isEmpty()))
                .with(limits);
    }

    /** A completion, or the error in its place; for calls and for lines of batches. */
    private Reply answer(
            Map<?, ?> json, FakeRequest asked, List<String> problems, String id, @Nullable FakeAnswer override) {
        if (!problems.isEmpty()) {
            return Reply.of(400, Json.error("Invalid request: " + problems, "invalid_request", null));
        }
        FeatureCheck.Refusal refusal = FeatureCheck.refuse(json, script.missing());
        if (refusal != null) {
            log.refused(refusal.feature());
            return Reply.of(400, refusal.body());
        }
        FakeAnswer answer;
        try {
            answer = override == null ? script.model().answer(asked) : override;
        } catch (RuntimeException e) {
            return Reply.of(500, Json.error("the model of the script threw " + e, "server_error", null));
        }
        String body = Json.of(Completions.completion(asked, answer, id));
        return new Reply(200, Map.of(), body, Fault.none(), true, "answered");
    }

    private Reply faulty(HttpRequest request, Fault fault) {
        String key = request.key();
        String body = fault.body().orElse("");
        if (fault.echoesKey()) {
            body = Json.error("Incorrect API key provided: " + key + ". Sent as Bearer " + key, "" + key, null);
        }
        Reply reply = Reply.of(fault.status(), body).as(fault, false);
        return fault.echoesKey() ? reply.with(Map.of("x-request-id", "req-" + key)) : reply;
    }

    private Fault drawn(String prompt, int attempt) {
        double draw = SeededRandom.of(script.seed(), prompt, "fault of attempt " + attempt)
                .nextDouble();
        for (Map.Entry<Fault, Double> fault : script.faults().entrySet()) {
            draw -= fault.getValue();
            if (draw < 0) {
                return fault.getKey();
            }
        }
        return Fault.none();
    }

    /** The next fault of the sequence for such a call; null if there is none. */
    private @Nullable Fault next(HttpRequest request) {
        for (Map.Entry<String, Queue<Fault>> sequence : sequences.entrySet()) {
            String[] what = sequence.getKey().split(" ", 2);
            if (what.length == 2
                    && request.method().equals(what[0])
                    && request.route().endsWith(what[1])) {
                return sequence.getValue().poll();
            }
        }
        return null;
    }
}
