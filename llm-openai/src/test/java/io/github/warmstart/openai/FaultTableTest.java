// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.testkit.FakeOpenAi;
import io.github.warmstart.openai.testkit.script.FakeAnswer;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outcome of one request under each fault, and the maximum number of calls: one row per fault. */
@Isolated("its calls may take 1.5 s")
@Timeout(60)
class FaultTableTest {

    private static final String KEY = "sk-table-0123456789abcdefghijklmnop";
    private static final SignalRequest REQUEST = new SignalRequest.AsAudience(
            List.of(Item.of("a", "Alien"), Item.of("b", "Heat")), new RatingScale(1, 5, 0.5));
    private static final String GOOD = "{\"ratings\":[{\"n\":1,\"rating\":4},{\"n\":2,\"rating\":3.5}]}";

    /** Expected result: outcome or THROWN, number of signals, maximum number of calls. */
    private record Row(String name, Script script, String end, int signals, int calls) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row once(String name, Fault fault, String end, int signals, int calls) {
        return new Row(name, Script.builder().first(fault).build(), end, signals, calls);
    }

    private static Row always(String name, Fault fault, String end, int signals, int calls) {
        return new Row(name, Script.builder().always(fault).build(), end, signals, calls);
    }

    private static Row says(String name, String content, String end, int signals, int calls) {
        return always(name, Fault.content(content), end, signals, calls);
    }

    private static Row body(String name, String body, String end, int signals, int calls) {
        return always(name, Fault.body("application/json", body), end, signals, calls);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String event(String text) {
        return "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":" + quoted(text) + "}}]}\n\n";
    }

    static Stream<Row> rows() {
        String half = GOOD.substring(0, 20);
        return Stream.of(
                once("429 for 50 ms", Fault.status(429).retryAfterMillis(Duration.ofMillis(50)), "COMPLETE", 2, 2),
                once("429 for 1 s", Fault.status(429).retryAfterSeconds(1), "COMPLETE", 2, 2),
                once("429 until a date", Fault.status(429).retryAfterDate(1), "COMPLETE", 2, 2),
                once("429 for -5 s", Fault.status(429).header("Retry-After", "-5"), "COMPLETE", 2, 2),
                always("429 for an hour", Fault.status(429).retryAfterSeconds(3600), "FAILED", 0, 1),
                always("429 without quota", Fault.quotaExhausted(), "THROWN", 0, 1),
                always("429 not to retry", Fault.status(429).header("x-should-retry", "false"), "FAILED", 0, 1),
                always("400 to retry", Fault.status(400).header("x-should-retry", "true"), "FAILED", 0, 1),
                once("408", Fault.status(408), "COMPLETE", 2, 2),
                once("409", Fault.status(409), "COMPLETE", 2, 2),
                once("500", Fault.status(500), "COMPLETE", 2, 2),
                once("501", Fault.status(501), "COMPLETE", 2, 2),
                once("529", Fault.status(529), "COMPLETE", 2, 2),
                always("503 at once", Fault.status(503).header("Retry-After", "0"), "FAILED", 0, 3),
                always("400", Fault.status(400), "FAILED", 0, 1),
                always("401", Fault.status(401), "THROWN", 0, 1),
                always("403", Fault.error(403, "forbidden", "no"), "THROWN", 0, 1),
                always("404", Fault.status(404), "THROWN", 0, 1),
                always("413", Fault.status(413), "FAILED", 0, 3),
                always("422", Fault.status(422), "FAILED", 0, 1),
                always("redirect", Fault.redirect("http://127.0.0.1:1/"), "THROWN", 0, 1),
                always("echo of the key", Fault.echoKey(), "THROWN", 0, 1),
                once("dropped before the headers", Fault.dropBeforeHeaders(), "COMPLETE", 2, 2),
                once("dropped inside the body", Fault.dropInsideBody(), "COMPLETE", 2, 2),
                once("stalled before the headers", Fault.stallBeforeHeaders(), "COMPLETE", 2, 2),
                once("stalled inside the body", Fault.stallInsideBody(), "COMPLETE", 2, 2),
                once("slow drip", Fault.slowDrip(Duration.ofMillis(20)), "COMPLETE", 2, 2),
                always("50 MB", Fault.huge(50L << 20), "FAILED", 0, 2),
                always("gzip bomb", Fault.gzipBomb(200L << 20), "FAILED", 0, 2),
                always("100,000 deep", Fault.deepJson(100_000), "FAILED", 0, 1),
                body("web page", "<html></html>", "FAILED", 0, 2),
                once("empty body", Fault.body("application/json", ""), "COMPLETE", 2, 2),
                body("null", "null", "FAILED", 0, 1),
                body("array", "[]", "FAILED", 0, 1),
                body("no choices", "{\"choices\":[]}", "FAILED", 0, 1),
                once("cut JSON", Fault.body("application/json", "{\"choices\":[{\"mess"), "COMPLETE", 2, 2),
                always("error inside 200", Fault.errorInside200(402, "no credit"), "THROWN", 0, 1),
                once("upstream error inside 200", Fault.errorInside200(502, "upstream"), "COMPLETE", 2, 2),
                body("odd usage", completion(quoted(GOOD), "1e999"), "COMPLETE", 2, 1),
                body("usage missing", completion(quoted(GOOD), "null"), "COMPLETE", 2, 1),
                body("byte order mark", "\uFEFF" + completion(quoted(GOOD), "{}"), "COMPLETE", 2, 1),
                body("text behind", completion(quoted(GOOD), "{}") + "\nbye", "COMPLETE", 2, 1),
                body("null content", completion("null", "{}"), "FAILED", 0, 2),
                body(
                        "call of a tool",
                        completion(
                                "null,\"tool_calls\":[{\"type\":\"function\",\"function\":"
                                        + "{\"name\":\"f\",\"arguments\":" + quoted(GOOD) + "}}]",
                                "{}"),
                        "COMPLETE",
                        2,
                        1),
                body("event stream", event(half) + event(GOOD.substring(20)) + "data: [DONE]\n\n", "COMPLETE", 2, 1),
                says("JSON in JSON", quoted(GOOD), "COMPLETE", 2, 1),
                says("fenced", "```json\n" + GOOD + "\n```", "COMPLETE", 2, 1),
                says("prose", "Sure! Here it is:\n" + GOOD + "\nAnything else?", "COMPLETE", 2, 1),
                says("thoughts", "<think>hm {1}</think>" + GOOD, "COMPLETE", 2, 1),
                says("a comma too many", GOOD.replace("}]", "},]"), "COMPLETE", 2, 1),
                says("more fields", GOOD.replace("\"n\":1", "\"n\":1,\"why\":\"x\""), "COMPLETE", 2, 1),
                says("numbers as texts", GOOD.replace("3.5", "\"3.5\""), "COMPLETE", 2, 1),
                says("11/10", GOOD.replace("3.5", "\"11/10\""), "COMPLETE", 2, 2),
                says("NaN", GOOD.replace("3.5", "NaN"), "COMPLETE", 2, 2),
                says("off the scale", GOOD.replace("3.5", "35"), "COMPLETE", 2, 2),
                says("null rating", GOOD.replace("3.5", "null"), "COMPLETE", 2, 2),
                says("invented", GOOD.replace("\"n\":2", "\"n\":9"), "COMPLETE", 2, 2),
                says("missing", "{\"ratings\":[{\"n\":1,\"rating\":4}]}", "COMPLETE", 2, 2),
                says("empty", "", "FAILED", 0, 2),
                always(
                        "cut",
                        Fault.answer(FakeAnswer.cut("{\"ratings\":[{\"n\":1,\"rating\":4},{\"n\":2,")),
                        "COMPLETE",
                        2,
                        2),
                always("refusal", Fault.answer(FakeAnswer.refusal("I will not.")), "REFUSED", 0, 1),
                always("filter", Fault.answer(new FakeAnswer("", null, "content_filter")), "FILTERED", 0, 1));
    }

    private static String completion(String message, String usage) {
        return "{\"id\":\"c\",\"model\":\"m\",\"usage\":%s,\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":%s}}]}"
                .formatted(usage, message);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void request_underAFault_endsAsExpectedWithinTheCallLimit(Row row) throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        String end;
        String told = "";
        try (FakeOpenAi server = FakeOpenAi.start(row.script())) {
            try (OpenAiSignalGenerator generator = OpenAiSignalGenerator.builder()
                    .baseUrl(server.baseUrl())
                    .apiKey(KEY)
                    .model("m")
                    .client(client -> client.callTimeout(Duration.ofMillis(1500))
                            .maxAttempts(3)
                            .jitterSeed(1))
                    .build()) {
                generator.generate(List.of(REQUEST), replies::add);
                end = replies.get(0).outcome().name();
            } catch (OpenAiException e) {
                end = "THROWN";
                told = e.toString();
            }
            List<SyntheticSignal> signals =
                    replies.isEmpty() ? List.of() : replies.get(0).signals();
            assertThat(end + " with " + signals.size()).isEqualTo(row.end() + " with " + row.signals());
            // rejected rows are requested once more; nothing else of them is used
            assertThat(signals).allSatisfy(signal -> assertThat(signal.value()).isBetween(1.0, 5.0));
            assertThat(server.statistics().chatCalls()).isBetween(1, row.calls());
            assertThat(server.statistics().early()).isZero();
            assertThat(server.statistics().problems()).isEmpty();
            assertThat(told + replies).doesNotContain(KEY.substring(0, 14));
        }
    }
}
