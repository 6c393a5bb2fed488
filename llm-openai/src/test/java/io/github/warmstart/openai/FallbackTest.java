// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.api.OpenAiException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that support only a part of the interface. */
@Isolated("reads the log of the process")
class FallbackTest extends ServerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model. | response_format",
                "This response_format type is unavailable now |",
                "Input should be 'text' or 'json_object' | response_format.type",
                "this server doesn't support structured output |"
            })
    void schema_thatIsUnknown_becomesAnObject(String message, String param) throws InterruptedException {
        answers(Answers.unknown(message, param == null ? "" : param), Answers.good());

        var reply = model().complete(PROMPT);

        assertThat(reply.usage().calls()).isEqualTo(2);
        assertThat(sleeper.waits).isEmpty();
        server.takeRequest();
        assertThat(sentBody()).contains("{\"type\":\"json_object\"}");
    }

    @Test
    void object_thatIsUnknownToo_becomesPromptOnlyPermanently() throws InterruptedException {
        answers(
                Answers.unknown("response_format json_schema is not supported", "response_format"),
                Answers.unknown("response_format json_object is not supported", "response_format"),
                Answers.good(),
                Answers.good());
        OpenAiChatModel model = open(options().maxAttempts(1));

        model.complete(PROMPT);
        model.complete(PROMPT);

        assertThat(server.getRequestCount()).isEqualTo(4);
        server.takeRequest();
        server.takeRequest();
        assertThat(sentBody()).doesNotContain("response_format");
        assertThat(sentBody()).doesNotContain("response_format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unrecognized request argument supplied: response_format",
                "unknown field response_format",
                "[{'type': 'extra_forbidden', 'loc': ('body', 'response_format'), 'msg': 'Extra inputs are not permitted'}]"
            })
    void field_thatIsUnknown_isLeftOutAtOnce(String message) throws InterruptedException {
        answers(Answers.unknown(message, ""), Answers.good());

        model().complete(PROMPT);

        server.takeRequest();
        assertThat(sentBody()).doesNotContain("response_format").contains("JSON schema");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Unsupported value: 'messages[0].role' does not support 'system' with this model. | messages[0].role | user",
                "'system' role is not supported, use 'developer' | | developer",
                "System role not supported | | user"
            })
    void role_thatIsUnknown_isReplaced(String message, String param, String role) throws InterruptedException {
        answers(Answers.unknown(message, param == null ? "" : param), Answers.good());

        model().complete(PROMPT);

        server.takeRequest();
        assertThat(sentBody()).contains("{\"role\":\"" + role + "\",\"content\":\"Rate items.");
    }

    @Test
    void reasoningModel_costsAtMostThreeRefusals_forAllPromptsTogether() throws InterruptedException {
        answers(
                Answers.unknown(
                        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
                        "temperature"),
                Answers.unknown("Unsupported parameter: 'seed' is not supported with this model.", "seed"),
                Answers.good(),
                Answers.good());
        OpenAiChatModel model = open(options().temperature(0.2).seed(7));

        model.complete(PROMPT);
        model.complete(PROMPT);

        server.takeRequest();
        server.takeRequest();
        assertThat(sentBody())
                .doesNotContain("temperature")
                .doesNotContain("seed")
                .contains("max_completion_tokens");
        assertThat(sentBody()).doesNotContain("temperature");
    }

    @Test
    void model_thatReasonsTooLong_getsMoreTokensAfterwards() throws InterruptedException {
        String cut = Answers.completion("\"\"", "\"length\"")
                .replace("\"completion_tokens\":20", "\"completion_tokens\":300");
        answers(Answers.json(cut), Answers.good(), Answers.good());
        OpenAiChatModel model = model();

        assertThat(model.complete(PROMPT).usage().outputTokens()).isEqualTo(320);
        model.complete(PROMPT);

        assertThat(sentBody()).contains("\"max_completion_tokens\":300");
        assertThat(sentBody()).contains("\"max_completion_tokens\":4396");
        assertThat(sentBody()).contains("\"max_completion_tokens\":4396");
    }

    @Test
    void refusal_with422_isReadTheSameWay() throws InterruptedException {
        answers(
                Answers.builder(422)
                        .body("{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"max_completion_tokens\"],"
                                + "\"msg\":\"Extra inputs are not permitted\"}]}")
                        .build(),
                Answers.good());

        model().complete(PROMPT);

        server.takeRequest();
        assertThat(sentBody()).contains("\"max_tokens\":300");
    }

    @Test
    void tokenLimit_thatIsUnknown_getsItsOlderName() throws InterruptedException {
        answers(Answers.unknown("Unrecognized request argument", "max_completion_tokens"), Answers.good());

        model().complete(PROMPT);

        server.takeRequest();
        assertThat(sentBody())
                .contains("\"max_tokens\":300")
                .doesNotContain("max_completion_tokens")
                .contains("json_schema");
    }

    @Test
    void fallback_isLoggedOnce() throws InterruptedException {
        answers(Answers.unknown("unknown", "response_format"), Answers.good(), Answers.good());
        OpenAiChatModel model = model();
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            model.complete(PROMPT);
            model.complete(PROMPT);
        } finally {
            System.setErr(before);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("WARN")
                .contains(
                        "(model 'm'); from now on requests use structuredOutput JSON_OBJECT and max_completion_tokens");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid schema for response_format 'ratings': 'minimum' is not permitted",
                "max_completion_tokens is too large: 300, must be at most 100",
                "temperature is not supported",
                "bad request"
            })
    void refusal_forAnotherReason_isNotRetried(String message) {
        answers(Answers.unknown(message, ""));

        assertThat(failure()).hasMessageContaining("it said: " + message);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void refusal_withAnotherStatus_isNotRetried() {
        answers(Answers.error(404, "unknown response_format", "x"));

        failure();

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void refusal_ofAllDialects_endsAfterEachWasTriedOnce() {
        for (int i = 0; i < 5; i++) {
            answers(Answers.unknown("unknown: response_format, max_completion_tokens, model", ""));
        }

        OpenAiException failure = failure();

        assertThat(server.getRequestCount()).isEqualTo(4);
        assertThat(failure.usage().calls()).isEqualTo(4);
        assertThat(failure.statusCode()).hasValue(400);
    }
}
