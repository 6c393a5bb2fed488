// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.prompt.ChatPrompt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Base of tests of the client against a server on this machine. */
abstract class ServerTest {

    static final String KEY = "sk-test-0123456789abcdefghijklmnop";
    static final ChatPrompt PROMPT = new ChatPrompt(
            "Rate items.",
            "1. \"Alien\"",
            "ratings",
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1}}}",
            300);

    final MockWebServer server = new MockWebServer();
    final RecordingSleeper sleeper = new RecordingSleeper();
    private final List<OpenAiChatModel> opened = new ArrayList<>();

    @BeforeEach
    void startServer() throws IOException {
        QueueDispatcher failsRatherThanWaits = new QueueDispatcher();
        failsRatherThanWaits.setFailFast(true);
        server.setDispatcher(failsRatherThanWaits);
        server.start();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(OpenAiChatModel::close);
        server.close();
    }

    OpenAiChatModel.Builder options() {
        return OpenAiChatModel.builder()
                .baseUrl(server.url("/v1").toString())
                .apiKey(KEY)
                .model("m")
                .callTimeout(Duration.ofSeconds(20))
                .clock(sleeper.clock())
                .sleeper(sleeper)
                .jitterSeed(42);
    }

    OpenAiChatModel model() {
        return open(options());
    }

    OpenAiChatModel open(OpenAiChatModel.Builder builder) {
        OpenAiChatModel model = builder.build();
        opened.add(model);
        return model;
    }

    void answers(MockResponse... responses) {
        for (MockResponse response : responses) {
            server.enqueue(response);
        }
    }

    String sentBody() throws InterruptedException {
        return server.takeRequest().getBody().utf8();
    }

    OpenAiException failure() {
        return failure(model());
    }

    static OpenAiException failure(OpenAiChatModel model) {
        OpenAiException thrown = catchThrowableOfType(OpenAiException.class, () -> model.complete(PROMPT));
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
