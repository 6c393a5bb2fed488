// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.adapter;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import io.github.warmstart.prompt.ChatModel;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A language model behind a house's own endpoint. Thread-safe. */
public final class InHouseChatModel implements ChatModel {

    private static final Moshi MOSHI = new Moshi.Builder().build();
    private static final JsonAdapter<Question> QUESTIONS = MOSHI.adapter(Question.class);
    private static final JsonAdapter<Answer> ANSWERS =
            MOSHI.adapter(Answer.class).nonNull();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final Duration timeout;

    /**
     * What the endpoint takes.
     *
     * @param instructions what the model is to do
     * @param question what is asked
     * @param maxTokens an upper bound of the answer
     */
    public record Question(String instructions, String question, int maxTokens) {}

    /**
     * What the endpoint gives.
     *
     * @param text the answer in words
     * @param model which model answered
     * @param tokensIn tokens of the question
     * @param tokensOut tokens of the answer
     */
    public record Answer(String text, String model, long tokensIn, long tokensOut) {}

    /**
     * A model at an address.
     *
     * @param endpoint where to send questions
     * @param timeout how long to wait for the beginning of an answer
     */
    public InHouseChatModel(URI endpoint, Duration timeout) {
        this.endpoint = endpoint;
        this.timeout = timeout;
    }

    // begin
    @Override
    public ChatReply complete(ChatPrompt prompt) throws InterruptedException {
        String question = QUESTIONS.toJson(new Question(prompt.system(), prompt.user(), prompt.maxOutputTokens()));
        HttpRequest post = HttpRequest.newBuilder(endpoint)
                .timeout(timeout)
                .POST(BodyPublishers.ofString(question))
                .build();
        try {
            HttpResponse<String> response = http.send(post, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new SignalException("the in-house model answered " + response.statusCode());
            }
            Answer answer = ANSWERS.fromJson(response.body());
            Usage usage = new Usage(1, answer.tokensIn(), 0, answer.tokensOut());
            return new ChatReply(answer.text(), answer.model(), Finish.STOP, usage);
        } catch (IOException | JsonDataException e) {
            throw new SignalException("the in-house model gave no answer", e, new Usage(1, 0, 0, 0));
        }
    }
    // end
}
