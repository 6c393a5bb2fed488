// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.api.StructuredOutput;
import io.github.warmstart.prompt.ChatPrompt;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest extends ServerTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"system\",\"content\":\"Rate items.\"},"
            + "{\"role\":\"user\",\"content\":\"1. \\\"Alien\\\"\"}]";
    private static final String FORMAT = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
            + "{\"name\":\"ratings\",\"strict\":true,\"schema\":" + PROMPT.jsonSchema() + "}}";

    @Test
    void body_ofAPlainPrompt_isExactlyThis() throws InterruptedException {
        answers(Answers.good());

        model().complete(PROMPT);

        assertThat(sentBody())
                .isEqualTo("{\"model\":\"m\"," + MESSAGES + "," + FORMAT + ",\"max_completion_tokens\":300}");
    }

    @Test
    void body_withTemperatureAndSeed_endsWithThem() throws InterruptedException {
        answers(Answers.good());

        open(options().temperature(0).seed(7)).complete(PROMPT);

        assertThat(sentBody()).endsWith(",\"max_completion_tokens\":300,\"temperature\":0.0,\"seed\":7}");
    }

    @Test
    void body_asJsonObject_hasTheSchemaInTheInstructions() throws InterruptedException {
        answers(Answers.good());

        open(options().structuredOutput(StructuredOutput.JSON_OBJECT)).complete(PROMPT);

        assertThat(sentBody())
                .contains("\"response_format\":{\"type\":\"json_object\"}")
                .contains("\"content\":\"Rate items.\\n\\nAnswer with one JSON object")
                .contains("\\\"minimum\\\":1");
    }

    @Test
    void body_asPromptOnly_hasNoResponseFormat() throws InterruptedException {
        answers(Answers.good());

        open(options().structuredOutput(StructuredOutput.PROMPT_ONLY)).complete(PROMPT);

        assertThat(sentBody()).doesNotContain("response_format").contains("\\\"minimum\\\":1");
    }

    @Test
    void request_carriesKeyAndTypes() throws InterruptedException {
        answers(Answers.good());

        model().complete(PROMPT);

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
    }

    @Test
    void request_withoutAKey_hasNoAuthorization() throws InterruptedException {
        answers(Answers.good());

        open(OpenAiChatModel.builder().baseUrl(server.url("/v1/").toString()).model("m"))
                .complete(PROMPT);

        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isNull();
    }

    @Test
    void key_fromASupplier_isRequestedBeforeEachAttempt() throws InterruptedException {
        Queue<String> keys = new ArrayDeque<>(List.of("first", "second"));
        answers(Answers.error(500, "x", "x"), Answers.good());

        open(options().apiKey(() -> ApiKey.of(keys.remove()))).complete(PROMPT);

        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer first");
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{} , \"x\": {}", "{", "\"text\"", "{}}"})
    void schema_thatIsNoObject_isRefusedBeforeSending(String schema) {
        OpenAiChatModel model = model();

        assertThatThrownBy(() -> model.complete(new ChatPrompt("s", "u", "n", schema, 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("jsonSchema must be one JSON object");
        assertThat(server.getRequestCount()).isZero();
    }
}
