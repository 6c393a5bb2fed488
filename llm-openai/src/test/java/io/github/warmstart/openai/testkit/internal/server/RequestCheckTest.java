// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.testkit.internal.base.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestCheckTest {

    private static final String MESSAGES = "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"JSON\"}]";

    @Test
    void request_withAllAllowedFields_hasNoProblem() {
        assertThat(problems("""
                {%s,"temperature":0.5,"seed":7,"n":1,"stop":["a"],"max_completion_tokens":9,"logprobs":true,
                 "top_logprobs":5,"reasoning_effort":"low","verbosity":"low","service_tier":"flex","metadata":{},
                 "store":null,"response_format":{"type":"json_schema","json_schema":{"name":"r","strict":true,"schema":
                 {"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{},
                 "required":[],"additionalProperties":false}}},"required":["a"],"additionalProperties":false}}}}
                """.formatted(MESSAGES))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'temperature' has a wrong type or value | \"temperature\":2.5",
                "'temperature' has a wrong type or value | \"temperature\":\"1\"",
                "'max_completion_tokens' has a wrong type or value | \"max_completion_tokens\":1.5",
                "'max_completion_tokens' has a wrong type or value | \"max_completion_tokens\":0",
                "'oops' is not known | \"oops\":1",
                "'response_format' is null | \"response_format\":null",
                "'response_format' has no known type | \"response_format\":{\"type\":\"xml\"}",
                "'max_tokens' conflicts with max_completion_tokens | \"max_tokens\":1,\"max_completion_tokens\":1",
            })
    void request_withAWrongField_namesIt(String problem, String field) {
        assertThat(problems("{" + MESSAGES + "," + field + "}")).containsExactly(problem);
    }

    @Test
    void request_withoutARequiredField_namesIt() {
        assertThat(problems("[1]")).containsExactly("the body is no JSON object");
        assertThat(problems("{}"))
                .containsExactly("'model' is missing", "'messages' is missing", "'messages' is empty");
        assertThat(problems(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"boss\",\"content\":\"x\"},{\"role\":\"user\"}]}"))
                .containsExactly("a message has the role 'boss'", "a message of the role 'user' has no content");
    }

    @Test
    void schema_thatStrictModeRefuses_isNamed() {
        assertThat(problems("{" + MESSAGES
                        + ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a b\",\"strict\":true,"
                        + "\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{}},\"required\":[]}}}}"))
                .containsExactly(
                        "'json_schema' has no name of 1 to 64 letters, digits, _ and -",
                        "an object of a strict schema lacks 'additionalProperties': false",
                        "an object of a strict schema does not name all properties as 'required'");
    }

    @Test
    void jsonObject_withoutTheWord_isNamed() {
        assertThat(problems("{" + MESSAGES.replace("JSON", "x") + ",\"response_format\":{\"type\":\"json_object\"}}"))
                .containsExactly("'response_format' is json_object, and no message holds the word JSON");
    }

    @Test
    void deprecatedFields_areFound() {
        Object request = Json.read("{\"max_tokens\":1,\"seed\":null,\"user\":\"u\"}");

        assertThat(RequestCheck.deprecated(Json.object(request))).containsExactly("max_tokens", "user");
    }

    private static List<String> problems(String json) {
        return RequestCheck.problems(Json.read(json));
    }
}
