// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.api.OpenAiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that send too much, redirect elsewhere, or echo the key. */
@Isolated("reads the log of the process")
class HostileServerTest extends ServerTest {

    private static final int LIMIT = 100_000;
    private static final int BOMB_BYTES = 32 * 1024 * 1024;

    @Test
    void body_beyondTheLimit_isATypedError() {
        answers(Answers.json(Answers.completion('"' + "x".repeat(LIMIT) + '"', "\"stop\"")));

        OpenAiException failure = failure(open(options().maxReplyBytes(LIMIT)));

        assertThat(failure)
                .hasMessage(
                        "provider answered 200 with more than 100000 bytes: raise maxReplyBytes(...) if that is an answer");
        assertThat(failure.retryable()).isFalse();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void body_ofExactlyTheLimit_isRead() throws InterruptedException {
        String body = Answers.completion("\"the answer\"", "\"stop\"");
        answers(Answers.json(body));

        assertThat(open(options().maxReplyBytes(body.length())).complete(PROMPT).text())
                .isEqualTo(Answers.TEXT);
    }

    @Test
    void body_thatDecompressesBeyondTheLimit_isATypedError() throws IOException {
        Buffer packed = new Buffer();
        try (BufferedSink gzip = Okio.buffer(new GzipSink(packed))) {
            gzip.writeUtf8("{\"a\":\"");
            byte[] block = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < BOMB_BYTES / block.length; i++) {
                gzip.write(block);
            }
        }
        assertThat(packed.size()).isLessThan(LIMIT);
        answers(Answers.builder(200)
                .setHeader("Content-Encoding", "gzip")
                .body(packed)
                .build());

        assertThat(failure(open(options().maxReplyBytes(LIMIT)))).hasMessageContaining("more than 100000 bytes");
    }

    @Test
    void compressedBody_isRead() throws IOException, InterruptedException {
        Buffer packed = new Buffer();
        try (BufferedSink gzip = Okio.buffer(new GzipSink(packed))) {
            gzip.writeUtf8(Answers.completion("\"the answer\"", "\"stop\""));
        }
        answers(Answers.builder(200)
                .setHeader("Content-Encoding", "gzip")
                .body(packed)
                .build());

        assertThat(model().complete(PROMPT).text()).isEqualTo(Answers.TEXT);
    }

    @Test
    void body_ofManySmallValues_isSkippedWithoutBeingStored() throws InterruptedException {
        String many = "[" + "{},".repeat(300_000) + "{}]";
        answers(
                Answers.json("{\"choices\":[{\"message\":{\"content\":\"the answer\"}}," + many + "]}"),
                Answers.json("{\"error\":" + many + ",\"choices\":[{\"message\":{\"content\":\"the answer\"}}]}"),
                Answers.json("{\"error\":{\"message\":\"bad\",\"code\":\"invalid\",\"details\":" + many + "}}"));
        OpenAiChatModel model = model();

        assertThat(model.complete(PROMPT).text()).isEqualTo(Answers.TEXT);
        assertThat(model.complete(PROMPT).text()).isEqualTo(Answers.TEXT);
        assertThat(failure(model)).hasMessageEndingWith("it said: bad");
    }

    @Test
    void body_ofAnErrorBeyondTheLimit_isReadInPart() {
        answers(Answers.builder(404).body("x".repeat(1_000_000)).build());

        OpenAiException failure = failure();

        assertThat(failure.statusCode()).hasValue(404);
        assertThat(failure).hasMessageContaining("it said: xxx").hasMessageEndingWith("x…");
        assertThat(failure.toString().length()).isLessThan(400);
    }

    @Test
    void body_ofAnErrorThatBreaksOff_leavesTheStatus() {
        answers(Answers.cut().newBuilder().code(404).build());

        assertThat(failure().statusCode()).hasValue(404);
    }

    @ParameterizedTest
    @MethodSource("deepBodies")
    void body_thatIsNestedWithoutEnd_isATypedError(String body) {
        answers(Answers.json(body), Answers.json(body));

        assertThat(failure(open(options().maxAttempts(2)))).hasMessageStartingWith("provider answered 200 with ");
    }

    static Stream<String> deepBodies() {
        return Stream.of(
                "[".repeat(100_000),
                "{\"error\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    }

    @Test
    void controlCharacters_inServerMessages_becomeSpaces() {
        answers(Answers.error(404, "one\\ntwo\\u001b[31m \\u202e three", "x"));

        assertThat(failure()).hasMessageEndingWith("it said: one two [31m three");
    }

    @Test
    void redirect_toAnotherServer_isNotFollowed() throws IOException {
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            for (int code : new int[] {301, 302, 303, 307, 308}) {
                answers(new MockResponse.Builder()
                        .code(code)
                        .setHeader("Location", elsewhere.url("/steal?key=1"))
                        .build());

                OpenAiException failure = failure();

                assertThat(failure.statusCode()).hasValue(code);
                assertThat(failure)
                        .hasMessageContaining("redirects are not followed")
                        .hasMessageContaining("set baseUrl(...) to the target, http://")
                        .hasMessageNotContaining("steal");
            }
            assertThat(elsewhere.getRequestCount()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void key_thatTheServerEchoes_isNotVisible(MockResponse echo) {
        answers(echo, echo, echo, echo);
        OpenAiChatModel model = open(options().maxAttempts(2));
        StringWriter seen = new StringWriter();

        String log = logOf(() -> {
            try {
                return model.complete(PROMPT);
            } catch (OpenAiException e) {
                e.printStackTrace(new PrintWriter(seen));
                return e + " " + e.providerCode() + e.requestId();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(log + seen)
                .doesNotContain(KEY)
                .doesNotContain(KEY.substring(0, 12))
                .isNotBlank();
        assertThat(model.toString()).doesNotContain(KEY);
    }

    static Stream<MockResponse> echoes() {
        String shortened = KEY.substring(0, 14);
        String said = "Incorrect API key provided: " + KEY + " or " + shortened + ", sent as Bearer " + KEY;
        return Stream.of(
                Answers.error(401, said, KEY),
                Answers.error(401, "x".repeat(190) + KEY, "x"),
                Answers.unknown("unsupported response_format " + KEY, KEY),
                Answers.builder(500).body(said).build(),
                Answers.builder(429).setHeader("x-request-id", KEY).body("{}").build(),
                Answers.builder(301)
                        .setHeader("Location", "http://" + shortened + ".example/")
                        .build(),
                Answers.json(Answers.completion("\"" + KEY + "\"", "\"stop\"").replace("m-2026-01-01", KEY)),
                Answers.json("{\"" + KEY + "\":1,\"choices\":{\"" + KEY + "\":2}}"),
                Answers.json("{\"choices\":{},\"" + KEY + "\":x x"),
                Answers.json("{\"error\":\"" + KEY + "\"}"),
                new MockResponse.Builder().status("HTTP/1.1 " + KEY).build(),
                new MockResponse.Builder().status(KEY + " 200 OK").build());
    }

    private static String logOf(Supplier<Object> work) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            return work.get() + bytes.toString(StandardCharsets.UTF_8);
        } finally {
            System.setErr(before);
        }
    }
}
