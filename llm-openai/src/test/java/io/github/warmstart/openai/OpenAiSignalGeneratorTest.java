// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signal generator, from requests to signals. */
class OpenAiSignalGeneratorTest extends ServerTest {

    private static final SignalRequest REQUEST = new SignalRequest.AsAudience(
            List.of(new Item("i-1", "Alien", Map.of()), new Item("i-2", "Big", Map.of())), new RatingScale(1, 5, 0.5));

    @Test
    void request_becomesSignalsWithTheirOrigin() throws InterruptedException {
        answers(Answers.json(Answers.completion(
                "\"{\\\"ratings\\\":[{\\\"n\\\":1,\\\"rating\\\":4.5},{\\\"n\\\":2,\\\"rating\\\":3}]}\"",
                "\"stop\"")));

        SignalReply reply = onlyReply();

        assertThat(reply.outcome()).isEqualTo(SignalReply.Outcome.COMPLETE);
        assertThat(reply.signals()).extracting(SyntheticSignal::itemId).containsExactly("i-1", "i-2");
        assertThat(reply.signals()).extracting(SyntheticSignal::value).containsExactly(4.5, 3.0);
        assertThat(reply.signals())
                .allSatisfy(signal -> assertThat(signal.origin().generator()).isEqualTo("openai"))
                .allSatisfy(signal -> assertThat(signal.origin().model()).isEqualTo("m-2026-01-01"));
        assertThat(reply.usage().tokens()).isEqualTo(120);
        assertThat(sentBody()).contains("Alien").contains("\"strict\":true");
    }

    @Test
    void design_isTheModelAndThePrompts_forBatchesOfTheSameNameToo() {
        try (OpenAiSignalGenerator single =
                        OpenAiSignalGenerator.builder().apiKey(KEY).model("m-1").build();
                OpenAiSignalGenerator other =
                        OpenAiSignalGenerator.builder().apiKey(KEY).model("m-2").build();
                OpenAiBatchSignalGenerator batch = OpenAiBatchSignalGenerator.builder()
                        .apiKey(KEY)
                        .model("m-1")
                        .prompting(prompts -> prompts.generatorName(OpenAiSignalGenerator.GENERATOR_NAME))
                        .build()) {
            assertThat(single.design()).isEqualTo("m-1 " + single.prompted().design());
            assertThat(batch.design()).isEqualTo(single.design());
            assertThat(other.design()).isNotEqualTo(single.design());
        }
    }

    @Test
    void failure_ofTheProvider_becomesAFailedReply() throws InterruptedException {
        answers(Answers.error(418, "no tea", "teapot"));

        SignalReply reply = onlyReply();

        assertThat(reply.outcome()).isEqualTo(SignalReply.Outcome.FAILED);
        assertThat(reply.reason()).startsWith("provider answered 418");
        assertThat(reply.usage().calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"401, invalid_api_key", "404, model_not_found", "429, insufficient_quota", "402, credit"})
    void permanentFailure_costsOneCallForAllRequests(int status, String code) {
        answers(
                Answers.error(status, "no", code),
                Answers.error(status, "no", code),
                Answers.error(status, "no", code));
        List<SignalReply> replies = new ArrayList<>();
        try (OpenAiSignalGenerator generator = OpenAiSignalGenerator.builder()
                .baseUrl(server.url("/v1").toString())
                .apiKey(KEY)
                .model("m")
                .concurrency(8)
                .build()) {
            assertThatThrownBy(() -> generator.generate(Collections.nCopies(100, REQUEST), replies::add))
                    .isInstanceOf(OpenAiException.class)
                    .hasMessageStartingWith("provider answered " + status);
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(replies).allMatch(reply -> reply.signals().isEmpty());
    }

    @Test
    void options_areAppliedToBothParts() {
        try (OpenAiSignalGenerator generator = OpenAiSignalGenerator.builder()
                .apiKey(() -> ApiKey.of(KEY))
                .model("m")
                .concurrency(7)
                .client(client -> client.maxAttempts(2))
                .prompting(prompts -> prompts.domain("movie"))
                .build()) {
            assertThat(generator.client().maxAttempts()).isEqualTo(2);
            assertThat(generator.prompted().concurrency()).isEqualTo(7);
            assertThat(generator.prompted().domain()).isEqualTo("movie");
            assertThat(generator.prompted().generatorName()).isEqualTo(OpenAiSignalGenerator.GENERATOR_NAME);
            assertThat(generator.toString()).contains("model=m").doesNotContain(KEY);
        }
    }

    @Test
    void defaults_areThoseOfTheParts() {
        try (OpenAiSignalGenerator generator =
                OpenAiSignalGenerator.builder().apiKey(KEY).model("m").build()) {
            assertThat(generator.prompted().concurrency()).isEqualTo(PromptedSignalGenerator.DEFAULT_CONCURRENCY);
            assertThat(generator.client().endpoint()).startsWith(OpenAiChatModel.DEFAULT_BASE_URL);
        }
    }

    @Test
    void close_closesBothParts() {
        OpenAiSignalGenerator generator =
                OpenAiSignalGenerator.builder().apiKey(KEY).model("m").build();

        generator.close();
        generator.close();

        assertThatThrownBy(() -> generator.client().complete(PROMPT)).isInstanceOf(OpenAiException.class);
        assertThatThrownBy(() -> generator.generate(List.of(REQUEST), reply -> {}))
                .isInstanceOf(SignalException.class);
    }

    private SignalReply onlyReply() throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        try (OpenAiSignalGenerator generator = OpenAiSignalGenerator.builder()
                .baseUrl(server.url("/v1").toString())
                .apiKey(KEY)
                .model("m")
                .build()) {
            generator.generate(List.of(REQUEST), replies::add);
        }
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }
}
