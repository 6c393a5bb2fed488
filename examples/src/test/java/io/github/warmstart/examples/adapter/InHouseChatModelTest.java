// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.prompt.ChatModel;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InHouseChatModelTest {

    private static final SignalRequest REQUEST = new AsAudience(
            List.of(Item.of("id-alien", "Alien"), Item.of("id-heat", "Heat")), RatingScale.of(1, 5, 0.5));

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private HttpServer server;
    private URI endpoint;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        endpoint = URI.create("http://localhost:" + server.getAddress().getPort() + "/complete");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(int status, String body) {
        serve(exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void serve(HttpHandler handler) {
        server.createContext("/complete", handler);
    }

    private List<SignalReply> replies() throws InterruptedException {
        List<SignalRequest> requests = List.of(REQUEST);
        List<SignalReply> replies = new ArrayList<>();
        // begin use
        ChatModel model = new InHouseChatModel(endpoint, Duration.ofSeconds(30));
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).domain("movie").build()) {
            generator.generate(requests, replies::add);
        }
        // end
        return replies;
    }

    @Test
    void complete_goodAnswer_becomesSignals() throws InterruptedException {
        serve(200, """
                {"text":"{\\"ratings\\":[{\\"n\\":1,\\"rating\\":4.21},{\\"n\\":2,\\"rating\\":4.05}]}",\
                "model":"house-7b","tokensIn":310,"tokensOut":24,"more":true}""");

        SignalReply reply = replies().get(0);

        assertThat(reply.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(reply.usage()).isEqualTo(new Usage(1, 310, 0, 24));
        assertThat(reply.signals()).extracting(SyntheticSignal::value).containsExactly(4.21, 4.05);
        assertThat(reply.signals().get(0).origin().model()).isEqualTo("house-7b");
        assertThat(received.take())
                .contains("\"instructions\":\"You estimate", "1. Alien", "\"maxTokens\":192")
                .doesNotContain("id-alien");
    }

    @Test
    void complete_serverFails_failsTheRequest() throws InterruptedException {
        serve(503, "busy");

        assertThat(replies())
                .containsExactly(
                        SignalReply.failed(REQUEST, Outcome.FAILED, Usage.NONE, "the in-house model answered 503"));
    }

    @Test
    void complete_answerIsNoJson_failsTheRequest() throws InterruptedException {
        for (String body : List.of("<html>", "null", "[]", "{\"text\":")) {
            serve(200, body);

            assertThat(replies())
                    .containsExactly(SignalReply.failed(
                            REQUEST, Outcome.FAILED, new Usage(1, 0, 0, 0), "the in-house model gave no answer"));
            server.removeContext("/complete");
        }
    }

    @Test
    void complete_interrupted_abandonsTheCall() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        serve(exchange -> asked.countDown()); // and never answers
        Thread caller = new Thread(() -> {
            try {
                replies();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        caller.start();
        asked.await();

        caller.interrupt();
        caller.join();

        assertThat(interrupted).isTrue();
    }

    @Test
    void chatModel_asALambda_isEnoughForATrial() throws InterruptedException {
        List<SignalRequest> requests = List.of(REQUEST);
        List<SignalReply> replies = new ArrayList<>();
        // begin try
        ChatModel model =
                prompt -> new ChatReply("{\"ratings\":[{\"n\":1,\"rating\":4.2}]}", "by-hand", Finish.STOP, Usage.NONE);
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(1).build()) {
            System.out.println(generator.promptFor(requests.get(0)).user());
            generator.generate(requests, replies::add);
        }
        // end
        // the item that was left out is asked about once more, and is then the first
        assertThat(replies.get(0).outcome()).isEqualTo(SignalReply.Outcome.COMPLETE);
    }
}
