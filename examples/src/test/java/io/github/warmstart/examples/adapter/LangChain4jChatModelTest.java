// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.warmstart.prompt.ChatModel;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The binding of LangChain4j that {@code docs/custom-llm-adapter.md} shows. */
class LangChain4jChatModelTest {

    private static final ChatPrompt PROMPT = new ChatPrompt("Rate items.", "1. \"Alien\"", "ratings", "{}", 300);

    private final List<ChatRequest> asked = new ArrayList<>();

    // begin langchain4j
    static ChatModel bind(dev.langchain4j.model.chat.ChatModel theirs) {
        return prompt -> {
            try {
                ChatResponse response = theirs.chat(ChatRequest.builder()
                        .messages(SystemMessage.from(prompt.system()), UserMessage.from(prompt.user()))
                        .maxOutputTokens(prompt.maxOutputTokens())
                        .build());
                String text = Objects.requireNonNullElse(response.aiMessage().text(), "");
                String model = Objects.requireNonNullElse(response.modelName(), "unknown");
                FinishReason reason = response.finishReason();
                Finish finish = reason == FinishReason.LENGTH
                        ? Finish.LENGTH
                        : reason == FinishReason.CONTENT_FILTER ? Finish.FILTERED : Finish.STOP;
                TokenUsage tokens = response.tokenUsage();
                Usage usage = tokens == null
                        ? new Usage(1, 0, 0, 0)
                        : new Usage(1, count(tokens.inputTokenCount()), 0, count(tokens.outputTokenCount()));
                return new ChatReply(text, model, finish, usage);
            } catch (RuntimeException e) {
                throw new SignalException("the model of LangChain4j gave no answer", e, new Usage(1, 0, 0, 0));
            }
        };
    }

    private static long count(Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
    // end

    private dev.langchain4j.model.chat.ChatModel answering(ChatResponse response) {
        return new dev.langchain4j.model.chat.ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                asked.add(request);
                return response;
            }
        };
    }

    @Test
    void prompt_isSentWithItsLimit_andTheAnswerIsCounted() throws InterruptedException {
        ChatResponse response = ChatResponse.builder()
                .aiMessage(AiMessage.from("{}"))
                .modelName("m-1")
                .tokenUsage(new TokenUsage(100, 20))
                .finishReason(FinishReason.LENGTH)
                .build();

        ChatReply reply = bind(answering(response)).complete(PROMPT);

        assertThat(reply).isEqualTo(new ChatReply("{}", "m-1", Finish.LENGTH, new Usage(1, 100, 0, 20)));
        assertThat(asked.get(0).maxOutputTokens()).isEqualTo(300);
        assertThat(asked.get(0).messages())
                .containsExactly(SystemMessage.from("Rate items."), UserMessage.from("1. \"Alien\""));
    }

    @Test
    void answer_thatTellsNothingBesideItsText_isTaken() throws InterruptedException {
        ChatResponse response =
                ChatResponse.builder().aiMessage(AiMessage.from("{}")).build();

        assertThat(bind(answering(response)).complete(PROMPT))
                .isEqualTo(new ChatReply("{}", "unknown", Finish.STOP, new Usage(1, 0, 0, 0)));
    }

    @Test
    void failure_becomesOneOfSignals() {
        dev.langchain4j.model.chat.ChatModel broken = new dev.langchain4j.model.chat.ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                throw new IllegalStateException("down");
            }
        };

        assertThatThrownBy(() -> bind(broken).complete(PROMPT))
                .isInstanceOf(SignalException.class)
                .hasMessage("the model of LangChain4j gave no answer")
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
