// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.api.StructuredOutput;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Builders: every option survives {@code toBuilder()}, and builders are independent of what they have built. */
class BuilderTest {

    private static final String KEY = "sk-test-0123456789abcdefghijklmnop";

    private static OpenAiChatModel.Builder everyOptionSet(ExecutorService executor) {
        return OpenAiChatModel.builder()
                .baseUrl("http://gpu-box:8000/v1")
                .allowCleartext(true)
                .apiKey(KEY)
                .keyHeader("x-key")
                .queryParameter("a", "b")
                .header("OpenAI-Project", "p")
                .callTimeout(Duration.ofSeconds(1))
                .connectTimeout(Duration.ofSeconds(2))
                .maxReplyBytes(3)
                .httpClient(new OkHttpClient())
                .executor(executor)
                .model("m")
                .maxAttempts(4)
                .maxWait(Duration.ofSeconds(5))
                .temperature(1)
                .seed(6)
                .structuredOutput(StructuredOutput.PROMPT_ONLY)
                .requestsPerMinute(7)
                .tokensPerMinute(8)
                .maxConcurrency(9)
                .budget(Budget.tokens(10))
                .listener(new OpenAiListener() {})
                .clock(Clock.system(ZoneId.of("Europe/Paris")))
                .sleeper(new RecordingSleeper())
                .jitterSeed(11);
    }

    @Test
    void toBuilder_ofAClient_losesNoOption() throws IllegalAccessException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        OpenAiChatModel.Builder builder = everyOptionSet(executor);
        ClientOptions defaults = new ClientOptions();

        try (OpenAiChatModel model = builder.build()) {
            ClientOptions copied = model.toBuilder().options;

            for (Field field : ClientOptions.class.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    assertThat(field.get(copied)).as(field.getName()).isEqualTo(field.get(builder.options));
                    assertThat(field.get(copied))
                            .as("%s: the test must set it", field.getName())
                            .isNotEqualTo(field.get(defaults));
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void builder_thatChangesLater_doesNotChangeItsClient() {
        OpenAiChatModel.Builder builder = OpenAiChatModel.builder()
                .baseUrl("http://localhost/v1")
                .model("m")
                .header("A", "1");
        try (OpenAiChatModel first = builder.build()) {
            builder.header("B", "2").maxAttempts(7);

            assertThat(first.maxAttempts()).isEqualTo(OpenAiChatModel.DEFAULT_MAX_ATTEMPTS);
            assertThat(first.toBuilder().options.headers).containsOnlyKeys("A");
        }
    }

    @Test
    void toBuilder_ofAGenerator_losesNoOption() {
        OpenAiSignalGenerator.Builder builder = OpenAiSignalGenerator.builder()
                .baseUrl("http://localhost/v1")
                .model("m")
                .concurrency(7)
                .client(client -> client.seed(3))
                .prompting(prompts -> prompts.domain("movie"));

        try (OpenAiSignalGenerator first = builder.build();
                OpenAiSignalGenerator second = first.toBuilder().build()) {
            assertThat(second.design()).isEqualTo(first.design());
            assertThat(second.client().toBuilder().options)
                    .usingRecursiveComparison()
                    .isEqualTo(first.client().toBuilder().options);
            assertThat(second.prompted().concurrency()).isEqualTo(7);
            assertThat(second.prompted().domain()).isEqualTo("movie");
        }
    }

    @Test
    void toBuilder_ofABatchGenerator_losesNoOption() {
        OpenAiBatchSignalGenerator.Builder builder = OpenAiBatchSignalGenerator.builder()
                .baseUrl("http://localhost/v1")
                .model("m")
                .prompting(prompts -> prompts.domain("movie"))
                .store(BatchStore.inMemory())
                .maxWait(Duration.ofHours(1))
                .pollEvery(Duration.ofSeconds(2), Duration.ofSeconds(3))
                .maxRounds(4)
                .maxBatchRequests(5)
                .maxBatchBytes(6)
                .sleeper(new RecordingSleeper());

        try (OpenAiBatchSignalGenerator first = builder.build();
                OpenAiBatchSignalGenerator second = first.toBuilder().build()) {
            assertThat(second.design()).isEqualTo(first.design());
            assertThat(second)
                    .usingRecursiveComparison()
                    .comparingOnlyFields("options.store", "options.limits", "options.sleeper")
                    .isEqualTo(first);
        }
    }

    @Test
    void model_thatIsMissing_isNamedByAllBuilders() {
        String message = "model is required, but was not set: call model(...) before build()";

        assertThatThrownBy(() -> OpenAiChatModel.builder().apiKey(KEY).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> OpenAiSignalGenerator.builder().apiKey(KEY).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(
                        () -> OpenAiBatchSignalGenerator.builder().apiKey(KEY).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** The base classes of the builders are hidden; references to their methods must link nevertheless. */
    @Test
    void setters_canBeReferences() {
        OpenAiSignalGenerator.Builder builder = OpenAiSignalGenerator.builder();

        List.of("http://gpu-box/v1").forEach(builder::baseUrl);
        Optional.of(ApiKey.of(KEY)).map(ApiKey::secret).ifPresent(builder::apiKey);
        builder.client(client -> client.allowCleartext(true)).model("m").build().close();
    }
}
