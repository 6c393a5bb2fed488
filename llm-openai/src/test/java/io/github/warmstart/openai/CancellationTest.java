// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.openai.api.OpenAiException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Cancelled calls: interrupts, timeouts and close. */
@Isolated("looks at the threads of the process, and measures time")
@Timeout(60)
class CancellationTest {

    private final RecordingSleeper sleeper = new RecordingSleeper();
    private StalledServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new StalledServer();
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
    }

    @Test
    void interrupt_disconnectsAndEndsTheCall() throws Exception {
        try (OpenAiChatModel model = options().build()) {
            CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
            Thread caller = start(model, end);
            assertThat(StalledServer.happens(server.asked)).isTrue();

            caller.interrupt();

            assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(StalledServer.happens(server.hungUp)).isTrue();
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void interrupt_beforeTheCall_sendsNothing() {
        try (OpenAiChatModel model = options().build()) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> model.complete(ServerTest.PROMPT)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void close_disconnectsAndEndsTheCall() throws Exception {
        OpenAiChatModel model = options().build();
        CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
        start(model, end);
        assertThat(StalledServer.happens(server.asked)).isTrue();

        model.close();

        assertThat(end.get(20, TimeUnit.SECONDS))
                .isInstanceOf(OpenAiException.class)
                .hasMessage("the client is closed: build a new one");
        assertThat(StalledServer.happens(server.hungUp)).isTrue();
        assertThat(server.connections).hasValue(1);
        assertThat(sleeper.waits).isEmpty();
    }

    @Test
    void close_endsAWait() throws Exception {
        try (MockWebServer limited = new MockWebServer()) {
            limited.enqueue(Answers.rateLimited("Retry-After", "200"));
            limited.start();
            OpenAiChatModel model = OpenAiChatModel.builder()
                    .baseUrl(limited.url("/v1").toString())
                    .model("m")
                    .build();
            CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
            start(model, end);
            limited.takeRequest();

            model.close();

            assertThat(end.get(20, TimeUnit.SECONDS)).hasMessage("the client is closed: build a new one");
        }
    }

    @Test
    void call_afterClose_fails() {
        OpenAiChatModel model = options().build();
        model.close();
        model.close();

        assertThatThrownBy(() -> model.complete(ServerTest.PROMPT))
                .isInstanceOf(OpenAiException.class)
                .hasMessage("the client is closed: build a new one");
        assertThat(server.connections).hasValue(0);
    }

    @Test
    void close_leavesTheHostsClientOpen() {
        OkHttpClient host = new OkHttpClient();

        options().httpClient(host).build().close();

        assertThat(host.dispatcher().executorService().isShutdown()).isFalse();
        host.dispatcher().executorService().shutdown();
    }

    @Test
    void callTimeout_endsABodyThatNeverEnds() {
        try (OpenAiChatModel model =
                options().callTimeout(Duration.ofMillis(200)).maxAttempts(2).build()) {

            assertThatThrownBy(() -> model.complete(ServerTest.PROMPT))
                    .isInstanceOf(OpenAiException.class)
                    .hasMessage(
                            "no complete response from 127.0.0.1 within 200 ms after 2 attempts: raise callTimeout(...),"
                                    + " or ask about fewer items in one request, or raise maxAttempts(...)");
        }
    }

    @Test
    void deadline_endsABodyThatNeverEnds() {
        try (OpenAiChatModel model =
                options().maxWait(Duration.ofMillis(200)).maxAttempts(1).build()) {

            assertThatThrownBy(() -> model.complete(ServerTest.PROMPT))
                    .hasMessage(
                            "no complete response from 127.0.0.1 within 200 ms: raise maxWait(...), or raise maxAttempts(...)");
        }
    }

    @Test
    void threads_areDaemons() throws Exception {
        try (OpenAiChatModel model = options().build()) {
            CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
            Thread caller = start(model, end);
            assertThat(StalledServer.happens(server.asked)).isTrue();

            // OkHttp names its threads after the call while they work
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().contains("127.0.0.1"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
            caller.interrupt();
            end.get(20, TimeUnit.SECONDS);
        }
    }

    private OpenAiChatModel.Builder options() {
        return OpenAiChatModel.builder()
                .baseUrl(server.baseUrl())
                .model("m")
                .clock(sleeper.clock())
                .sleeper(sleeper);
    }

    private static Thread start(OpenAiChatModel model, CompletableFuture<@Nullable Throwable> end) {
        Thread thread = new Thread(() -> {
            try {
                model.complete(ServerTest.PROMPT);
                end.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                end.complete(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
