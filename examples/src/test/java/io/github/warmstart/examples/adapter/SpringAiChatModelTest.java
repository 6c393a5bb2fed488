// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.prompt.ChatModel;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/** The binding of Spring AI that {@code docs/custom-llm-adapter.md} shows. */
class SpringAiChatModelTest {

    private static final ChatPrompt PROMPT = new ChatPrompt("Rate items.", "1. \"Alien\"", "ratings", "{}", 300);

    // begin spring-ai
    static ChatModel bind(org.springframework.ai.chat.model.ChatModel theirs) {
        return prompt -> {
            try {
                ChatResponse response = theirs.call(new Prompt(
                        List.of(new SystemMessage(prompt.system()), new UserMessage(prompt.user())),
                        ChatOptions.builder()
                                .maxTokens(prompt.maxOutputTokens())
                                .build()));
                Generation answer = response.getResult();
                String text = Objects.requireNonNullElse(answer.getOutput().getText(), "");
                String model = Objects.requireNonNullElse(response.getMetadata().getModel(), "unknown");
                String reason = String.valueOf(answer.getMetadata().getFinishReason());
                Finish finish = switch (reason.toLowerCase(Locale.ROOT)) {
                    case "length", "max_tokens" -> Finish.LENGTH;
                    case "content_filter", "safety" -> Finish.FILTERED;
                    default -> Finish.STOP;
                };
                var tokens = response.getMetadata().getUsage();
                return new ChatReply(
                        text, model, finish, new Usage(1, tokens.getPromptTokens(), 0, tokens.getCompletionTokens()));
            } catch (RuntimeException e) {
                throw new SignalException("the model of Spring AI gave no answer", e, new Usage(1, 0, 0, 0));
            }
        };
    }
    // end

    @Test
    void prompt_isSentWithItsLimit_andTheAnswerIsCounted() throws InterruptedException {
        List<Prompt> asked = new ArrayList<>();
        ChatResponse response = new ChatResponse(
                List.of(new Generation(
                        new AssistantMessage("{}"),
                        ChatGenerationMetadata.builder().finishReason("LENGTH").build())),
                ChatResponseMetadata.builder()
                        .model("m-1")
                        .usage(new DefaultUsage(100, 20))
                        .build());

        ChatReply reply = bind(prompt -> {
                    asked.add(prompt);
                    return response;
                })
                .complete(PROMPT);

        assertThat(reply).isEqualTo(new ChatReply("{}", "m-1", Finish.LENGTH, new Usage(1, 100, 0, 20)));
        assertThat(asked.get(0).getOptions().getMaxTokens()).isEqualTo(300);
        assertThat(asked.get(0).getContents()).contains("Rate items.").contains("Alien");
    }

    @Test
    void answer_thatTellsNothingBesideItsText_isTaken() throws InterruptedException {
        ChatResponse response = new ChatResponse(List.of(new Generation(new AssistantMessage("{}"))));

        ChatReply reply = bind(prompt -> response).complete(PROMPT);

        assertThat(reply.text()).isEqualTo("{}");
        assertThat(reply.usage()).isEqualTo(new Usage(1, 0, 0, 0));
    }

    @Test
    void failure_becomesOneOfSignals() {
        assertThatThrownBy(() -> bind(prompt -> {
                            throw new IllegalStateException("down");
                        })
                        .complete(PROMPT))
                .isInstanceOf(SignalException.class)
                .hasMessage("the model of Spring AI gave no answer")
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
