// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.api.StructuredOutput;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static final String KEY = "sk-test-0123456789abcdefghijklmnop";

    @Test
    void defaults_areThoseOfTheConstants() {
        try (OpenAiChatModel model =
                OpenAiChatModel.builder().apiKey(KEY).model("m").build()) {
            assertThat(model.endpoint()).isEqualTo(OpenAiChatModel.DEFAULT_BASE_URL + "/chat/completions");
            assertThat(model.model()).isEqualTo("m");
            assertThat(model.callTimeout()).isEqualTo(OpenAiChatModel.DEFAULT_CALL_TIMEOUT);
            assertThat(model.connectTimeout()).isEqualTo(OpenAiChatModel.DEFAULT_CONNECT_TIMEOUT);
            assertThat(model.maxAttempts()).isEqualTo(OpenAiChatModel.DEFAULT_MAX_ATTEMPTS);
            assertThat(model.maxWait()).isEqualTo(OpenAiChatModel.DEFAULT_MAX_WAIT);
            assertThat(model.maxReplyBytes()).isEqualTo(OpenAiChatModel.DEFAULT_MAX_REPLY_BYTES);
            assertThat(model.structuredOutput()).isEqualTo(StructuredOutput.JSON_SCHEMA);
            assertThat(model.temperature()).isEmpty();
            assertThat(model.seed()).isEmpty();
        }
    }

    @Test
    void options_canBeReadBack() {
        try (OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl("http://gpu-box:8000/v1/")
                .allowCleartext(true)
                .model(" m ")
                .callTimeout(Duration.ofSeconds(1))
                .connectTimeout(Duration.ofSeconds(2))
                .maxAttempts(3)
                .maxWait(Duration.ofSeconds(4))
                .maxReplyBytes(5)
                .temperature(0.6)
                .seed(7)
                .structuredOutput(StructuredOutput.PROMPT_ONLY)
                .build()) {
            assertThat(model.endpoint()).isEqualTo("http://gpu-box:8000/v1/chat/completions");
            assertThat(model.model()).isEqualTo("m");
            assertThat(model.callTimeout()).isEqualTo(Duration.ofSeconds(1));
            assertThat(model.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(model.maxAttempts()).isEqualTo(3);
            assertThat(model.maxWait()).isEqualTo(Duration.ofSeconds(4));
            assertThat(model.maxReplyBytes()).isEqualTo(5);
            assertThat(model.temperature()).hasValue(0.6);
            assertThat(model.seed()).hasValue(7);
            assertThat(model.structuredOutput()).isEqualTo(StructuredOutput.PROMPT_ONLY);
        }
    }

    @Test
    void model_thatIsMissing_isNamed() {
        assertThatThrownBy(() -> OpenAiChatModel.builder().apiKey(KEY).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model is required, but was not set: call model(...) before build()");
    }

    @Test
    void key_thatIsMissing_isNamed() {
        assertThatThrownBy(() -> OpenAiChatModel.builder().model("m").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apiKey is required for api.openai.com, but was not set: call apiKey(...) before build()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:11434/v1", "http://127.0.0.1/v1", "http://[::1]:1/v1", "http://a.localhost/v1"
            })
    void loopback_needsNeitherTlsNorKey(String url) {
        OpenAiChatModel.builder().baseUrl(url).model("m").build().close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.openai.com/v1",
                "http://localhost.evil.example/v1",
                "http://127.0.0.1.evil.example/v1",
                "http://127evil.example"
            })
    void cleartext_toAnotherMachine_isRefused(String url) {
        assertThatThrownBy(() -> OpenAiChatModel.builder()
                        .baseUrl(url)
                        .apiKey(KEY)
                        .model("m")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("baseUrl must be https, but was http://")
                .hasMessageEndingWith("use https, or allowCleartext(true) in a network you trust");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api.openai.com/v1", "ftp://x/v1", "https://"})
    void invalidBaseUrl_isRefused(String url) {
        assertThatThrownBy(
                        () -> OpenAiChatModel.builder().baseUrl(url).model("m").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("baseUrl must be an http or https URL such as https://api.openai.com/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://host/v1/chat/completions", "https://host/v1/chat/completions/"})
    void baseUrl_thatIsTheWholeEndpoint_isRefused(String url) {
        assertThatThrownBy(
                        () -> OpenAiChatModel.builder().baseUrl(url).model("m").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("baseUrl must end before /chat/completions, which is added to it, but was " + url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:secret@host/v1",
                "https://secret@host/v1",
                "https://host/v1?key=secret",
                "https://host/v1#x"
            })
    void baseUrl_withMoreThanAPath_isRefusedWithoutShowingIt(String url) {
        assertThatThrownBy(
                        () -> OpenAiChatModel.builder().baseUrl(url).model("m").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("baseUrl must hold no user, password, query or fragment, but the one for host 'host' does");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "-0.1", "2.1", "Infinity"})
    void temperature_outOfRange_isRefused(double value) {
        assertThatThrownBy(() -> OpenAiChatModel.builder().temperature(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("temperature must be between 0 and 2.0, but was " + value);
    }

    @Test
    void limits_outOfRange_areRefused() {
        OpenAiChatModel.Builder builder = OpenAiChatModel.builder();

        assertThatThrownBy(() -> builder.maxAttempts(0)).hasMessage("maxAttempts must be >= 1, but was 0");
        assertThatThrownBy(() -> builder.maxReplyBytes(0))
                .hasMessage("maxReplyBytes must be between 1 and 2147483646, but was 0");
        assertThatThrownBy(() -> builder.callTimeout(Duration.ZERO))
                .hasMessage("callTimeout must be between 1 ms and 365 days, but was PT0S");
        assertThatThrownBy(() -> builder.maxWait(Duration.ofDays(366)))
                .hasMessageStartingWith("maxWait must be between 1 ms and 365 days");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ofMillis(-1)))
                .hasMessageStartingWith("connectTimeout must be");
        assertThatThrownBy(() -> builder.model(" ")).hasMessage("model must not be blank, but was ' '");
    }

    @Test
    void key_showsStarsOnly() {
        ApiKey key = ApiKey.of("  " + KEY + "\n");

        assertThat(key).hasToString("***");
        assertThat(key.secret()).isEqualTo(KEY);
        try (OpenAiChatModel model =
                OpenAiChatModel.builder().apiKey(() -> key).model("m").build()) {
            assertThat(model)
                    .hasToString("OpenAiChatModel[model=m, endpoint=https://api.openai.com/v1/chat/completions]");
        }
    }

    @Test
    void invalidKey_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> ApiKey.of(" \n")).hasMessage("apiKey must not be blank");
        assertThatThrownBy(() -> ApiKey.of("sk-abc\ndef"))
                .hasMessage("apiKey must hold visible ASCII characters only, but character 7 of 10 is another");
    }
}
