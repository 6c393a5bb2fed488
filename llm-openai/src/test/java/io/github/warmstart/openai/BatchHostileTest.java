// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.internal.batch.BatchApi;
import io.github.warmstart.openai.internal.batch.BatchJob;
import io.github.warmstart.openai.internal.batch.BatchLimits;
import io.github.warmstart.openai.internal.batch.BatchResults;
import io.github.warmstart.openai.internal.batch.PendingPrompts;
import io.github.warmstart.openai.internal.batch.PromptHash;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.openai.testkit.script.BatchScript;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Script;
import java.time.Duration;
import java.util.Set;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** Broken and hostile files and servers. */
class BatchHostileTest extends BatchServerTest {

    @Test
    void download_thatBreaksOff_isReadAgain_withoutDuplicateReplies() throws InterruptedException {
        play(Script.builder().on("GET /content", Fault.dropInsideBody(), Fault.dropBeforeHeaders()));

        ask(20);

        assertAllAnswered(20);
        assertThat(calls("GET /content")).isEqualTo(3);
        assertThat(calls("POST /batches")).isEqualTo(1);
    }

    @Test
    void lines_thatAreNoAnswers_areSkipped() throws InterruptedException {
        BatchScript script = BatchScript.smooth();
        for (String line : new String[] {
            "",
            "{",
            "[1]",
            "null",
            "{\"custom_id\":7,\"response\":{}}",
            "{\"custom_id\":\"unknown\",\"response\":{\"status_code\":200,\"body\":{}}}",
            "{\"custom_id\":\"unknown\",\"response\":null,\"error\":{\"code\":\"x\"}}",
            "{\"custom_id\":{\"a\":[]},\"response\":[],\"error\":[]}",
            "{\"custom_id\":\"x\",\"response\":" + "[".repeat(100_000) + "}",
            "\u0000\uFFFD"
        }) {
            script = script.oddLine(line);
        }
        play(script);

        ask(3);

        assertAllAnswered(3);
        assertThat(calls("POST /batches")).isEqualTo(1);
    }

    @Test
    void line_beyondTheLimit_isLeftOut_andTheOthersAreRead() throws InterruptedException {
        play(BatchScript.smooth()
                .oddLine("{\"custom_id\":\"x\",\"y\":\"" + "y".repeat(300_000) + "\"}")
                .oddLine("z".repeat(20_000)));

        open(options().client(client -> client.maxReplyBytes(10_000))).generate(requests(3), replies::add);

        assertAllAnswered(3);
    }

    @Test
    void line_thatOccursTwice_countsOnce() throws InterruptedException {
        String id = PromptHash.of(
                generator().client().context().settings(),
                generator().prompted().promptFor(request(0)));
        // the hash depends on the address, so the server must not be restarted
        String failed = "{\"custom_id\":\"%s\",\"response\":{\"status_code\":500,\"request_id\":\"r\\n\",\"body\":{}}}"
                .formatted(id);
        String good =
                ("{\"custom_id\":\"%s\",\"response\":{\"status_code\":200,\"request_id\":\"r\",\"body\":{\"choices\":["
                                + "{\"message\":{\"content\":\"{\\\"ratings\\\":[{\\\"n\\\":1,\\\"rating\\\":2}]}\"}}]}}}")
                        .formatted(id);
        ChatCall.Context client = generator().client().context();
        BatchJob.Context context = new BatchJob.Context(
                new BatchApi(
                        client.settings(),
                        client.sender(),
                        client.policy(),
                        client.clock(),
                        sleeper,
                        () -> false,
                        Duration.ofSeconds(9),
                        1),
                store,
                client.settings(),
                client.dialects(),
                sleeper.clock(),
                sleeper,
                new BatchLimits(Duration.ofDays(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, 1),
                () -> false,
                Set.of());
        PendingPrompts prompts =
                new PendingPrompts(requests(1), context.settings(), generator().prompted(), replies::add);
        BatchResults results =
                new BatchResults(context, prompts, context.dialects().current(), new Redaction(null));

        for (String line : new String[] {failed, failed, good, good, failed}) {
            results.accept(ByteString.encodeUtf8(line));
        }

        assertThat(replies).hasSize(1);
        assertThat(replies.get(0).signals()).hasSize(1);
        assertThat(replies.get(0).usage().calls()).isEqualTo(2);
        assertThat(results.answered()).containsExactly(id);
    }

    @Test
    void answers_ofAnotherShape_areReported() {
        play(Script.builder().on("POST /files", Fault.body("text/html", "<html>login</html>")));

        assertThatThrownBy(() -> ask(1))
                .isInstanceOf(OpenAiException.class)
                .hasMessage("provider answered 200 with an unexpected body: check that the provider at baseUrl(...)"
                        + " supports files and batches");
        assertThat(store.load()).isEmpty();
    }

    @Test
    void idsOfTheProvider_withPathSegments_areRefused() {
        play(Script.builder().on("POST /files", Fault.body("application/json", "{\"id\":\"../../steal\"}")));

        assertThatThrownBy(() -> ask(1)).hasMessageStartingWith("provider answered 200 with an unexpected body");
    }

    @Test
    void key_thatTheServerEchoes_isNotVisible() {
        play(Script.builder().on("POST /files", Fault.echoKey()));

        assertThatThrownBy(() -> ask(1))
                .isInstanceOf(OpenAiException.class)
                .satisfies(thrown -> assertThat(thrown.toString() + ((OpenAiException) thrown).providerCode())
                        .contains("provider answered 401")
                        .doesNotContain(KEY)
                        .doesNotContain(KEY.substring(0, 12)));
    }

    @Test
    void redirects_areNotFollowed() {
        play(Script.builder().on("POST /files", Fault.redirect("http://127.0.0.1:9/steal")));

        assertThatThrownBy(() -> ask(1)).hasMessageContaining("redirects are not followed");
    }

    @Test
    void refusalOfTheKey_whileABatchRuns_endsTheCall_andLosesNothing() throws InterruptedException {
        play(Script.builder().batches(BatchScript.smooth().polls(0)).on("GET /content", Fault.status(401)));

        assertThatThrownBy(() -> ask(2)).hasMessageStartingWith("provider answered 401");
        assertThat(store.load()).hasSize(1);
        ask(2);

        assertAllAnswered(2);
        assertThat(calls("POST /batches")).isEqualTo(1);
    }
}
