// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.OpenAiAttempt;
import io.github.warmstart.openai.OpenAiChatModel;
import io.github.warmstart.openai.OpenAiListener;
import io.github.warmstart.openai.testkit.FakeOpenAi;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.prompt.ChatPrompt;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** The binding of Micrometer that {@code docs/openai.md} shows. */
class MicrometerListenerTest {

    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}";
    private static final ChatPrompt PROMPT = new ChatPrompt("Rate items.", "1. \"Alien\"", "ratings", SCHEMA, 300);

    // begin micrometer
    static OpenAiListener metrics(MeterRegistry registry) {
        return new OpenAiListener() {
            @Override
            public void onAttempt(OpenAiAttempt attempt) {
                Tags tags = Tags.of(
                        "gen_ai.provider.name", attempt.provider(),
                        "gen_ai.request.model", attempt.requestModel(),
                        "error.type", attempt.errorType());
                registry.timer("gen_ai.client.operation.duration", tags).record(attempt.took());
                registry.summary("gen_ai.client.token.usage", tags.and("gen_ai.token.type", "input"))
                        .record((double) attempt.usage().inputTokens());
                registry.summary("gen_ai.client.token.usage", tags.and("gen_ai.token.type", "output"))
                        .record((double) attempt.usage().outputTokens());
            }
        };
    }
    // end

    @Test
    void attempts_areTimedAndTheirTokensCounted_failedOnesByTheirError() throws InterruptedException {
        MeterRegistry registry = new SimpleMeterRegistry();
        Script script = Script.builder().first(Fault.status(500)).build();

        try (FakeOpenAi server = FakeOpenAi.start(script);
                OpenAiChatModel model = OpenAiChatModel.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("sk-test-0123456789")
                        .model("m")
                        .listener(metrics(registry))
                        .build()) {
            model.complete(PROMPT);
        }

        assertThat(registry.get("gen_ai.client.operation.duration").timers()).hasSize(2);
        assertThat(registry.get("gen_ai.client.operation.duration")
                        .tag("error.type", "server_error")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("gen_ai.client.token.usage")
                        .tag("error.type", "")
                        .tag("gen_ai.token.type", "input")
                        .summary()
                        .totalAmount())
                .isPositive();
    }
}
