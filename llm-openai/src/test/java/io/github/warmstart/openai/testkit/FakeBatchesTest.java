// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.testkit.internal.base.Json;
import io.github.warmstart.openai.testkit.script.BatchScript;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Script;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files and batches of the fake server. */
class FakeBatchesTest {

    private FakeOpenAi server = FakeOpenAi.start(Script.faultless());
    private RawClient client = new RawClient(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private void play(BatchScript script) {
        server.close();
        server = FakeOpenAi.start(Script.builder().batches(script).build());
        client = new RawClient(server);
    }

    @Test
    void batch_isValidatedRunAndCompleted() throws Exception {
        String batch = create(2);

        assertThat(RawClient.field(look(batch), "status")).isEqualTo("in_progress");
        HttpResponse<String> done = look(batch);

        assertThat(RawClient.field(done, "status")).isEqualTo("completed");
        assertThat(RawClient.field(done, "error_file_id")).isEqualTo("null");
        assertThat(output(done, "output_file_id").lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"status_code\":200") && line.contains("ratings"));
        assertThat(server.statistics().answered()).isEqualTo(2);
        assertThat(server.statistics().chatCalls()).isZero();
    }

    @Test
    void failedLines_areInTheErrorFile() throws Exception {
        play(BatchScript.smooth().polls(0).failing(1, Fault.status(500)).oddLine("odd"));

        HttpResponse<String> done = look(create(3));

        assertThat(output(done, "error_file_id").lines())
                .hasSize(3)
                .allMatch(line -> line.contains("\"status_code\":500"));
        assertThat(output(done, "output_file_id")).isEqualTo("odd\n");
    }

    @Test
    void batch_thatExpires_keepsItsAnswers() throws Exception {
        play(BatchScript.smooth().polls(0).expiringAfter(0.5));

        HttpResponse<String> done = look(create(4));

        assertThat(RawClient.field(done, "status")).isEqualTo("expired");
        assertThat(output(done, "output_file_id").lines()).hasSize(2);
        assertThat(output(done, "error_file_id").lines()).hasSize(2).allMatch(line -> line.contains("batch_expired"));
        assertThat(RawClient.field(look(create(4)), "status")).isEqualTo("completed");
    }

    @Test
    void batch_thatIsCancelled_stops() throws Exception {
        play(BatchScript.smooth().polls(2));
        String batch = create(4);
        look(batch);

        HttpResponse<String> cancelling = client.send("/batches/" + batch + "/cancel", "", Duration.ofSeconds(20));

        assertThat(RawClient.field(cancelling, "status")).isEqualTo("cancelling");
        HttpResponse<String> done = look(batch);
        assertThat(RawClient.field(done, "status")).isEqualTo("cancelled");
        assertThat(output(done, "output_file_id").lines()).hasSize(2);
    }

    @Test
    void refusedBatch_hasAReason() throws Exception {
        play(BatchScript.smooth().refusing(1, "token_limit_exceeded"));

        HttpResponse<String> refused = look(create(1));

        assertThat(RawClient.field(refused, "status")).isEqualTo("failed");
        assertThat(refused.body()).contains("token_limit_exceeded");
    }

    @Test
    void list_hasPages() throws Exception {
        List<String> created = List.of(create(1), create(1), create(1));

        HttpResponse<String> first = client.get("/batches?limit=100");
        HttpResponse<String> second = client.get("/batches?after=" + RawClient.field(first, "last_id"));

        assertThat(RawClient.field(first, "has_more")).isEqualTo("true");
        assertThat(first.body()).contains(created.get(2), created.get(1)).doesNotContain(created.get(0));
        assertThat(RawClient.field(second, "has_more")).isEqualTo("false");
        assertThat(second.body()).contains(created.get(0)).doesNotContain(created.get(1));
    }

    @Test
    void invalidRequests_areRefused() throws Exception {
        assertThat(client.send("/files", "no form", Duration.ofSeconds(20)).statusCode())
                .isEqualTo(400);
        assertThat(client.send("/batches", "{}", Duration.ofSeconds(20)).statusCode())
                .isEqualTo(400);
        assertThat(client.get("/batches/none").statusCode()).isEqualTo(404);
        assertThat(client.get("/files/none/content").statusCode()).isEqualTo(404);
        assertThat(client.get("/models").statusCode()).isEqualTo(404);
        String twice = line("same") + "\n" + line("same");
        assertThat(RawClient.field(look(createOf(twice)), "status")).isEqualTo("failed");
    }

    private String create(int lines) throws IOException, InterruptedException {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            file.append(line("id-" + i)).append('\n');
        }
        return createOf(file.toString());
    }

    private static String line(String id) {
        return Json.of(Json.map(
                "custom_id",
                id,
                "method",
                "POST",
                "url",
                "/v1/chat/completions",
                "body",
                Json.read(RawClient.body("1. " + id))));
    }

    private String createOf(String lines) throws IOException, InterruptedException {
        String file = RawClient.field(client.upload(lines), "id");
        Map<String, Object> batch =
                Map.of("input_file_id", file, "endpoint", "/v1/chat/completions", "completion_window", "24h");
        return RawClient.field(client.send("/batches", Json.of(batch), Duration.ofSeconds(20)), "id");
    }

    private HttpResponse<String> look(String batch) throws IOException, InterruptedException {
        return client.get("/batches/" + batch);
    }

    private String output(HttpResponse<String> batch, String file) throws IOException, InterruptedException {
        return client.get("/files/" + RawClient.field(batch, file) + "/content").body();
    }
}
