// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.api.OpenAiException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;

/** HTTP client of the host. */
class HostClientTest extends ServerTest {

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void responses_areAllClosed() {
        MockResponse[] all = {
            Answers.good(),
            Answers.error(401, "x", "x"),
            Answers.cut(),
            Answers.json("<html>"),
            Answers.json("{"),
            Answers.json("x".repeat(5_000)),
            Answers.builder(500).body("x".repeat(100_000)).build(),
            Answers.cut().newBuilder().code(500).build(),
            Answers.builder(302).setHeader("Location", "/elsewhere").body("x").build()
        };
        OkHttpClient host = new OkHttpClient.Builder()
                .addInterceptor(chain -> counted(chain.proceed(chain.request())))
                .build();
        OpenAiChatModel model =
                open(options().httpClient(host).maxReplyBytes(2_000).maxAttempts(1));

        for (MockResponse response : all) {
            sleeper.sleep(Duration.ofSeconds(1)); // new prompts are rejected for 1 s after a failure that ends a job
            answers(response);
            try {
                model.complete(PROMPT);
            } catch (OpenAiException e) {
                assertThat(e.usage().calls()).isEqualTo(1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        assertThat(opened).hasValue(all.length);
        assertThat(closed).hasValue(all.length);
    }

    @Test
    void options_ofTheHost_thatWouldResend_areNotUsed() {
        OkHttpClient host = new OkHttpClient.Builder()
                .readTimeout(Duration.ofMillis(1))
                .followRedirects(true)
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Authorization", Credentials.basic("user", "password"))
                        .build())
                .build();
        OpenAiChatModel model = open(options().httpClient(host));
        answers(
                Answers.error(401, "x", "x"),
                Answers.builder(307).setHeader("Location", "/again").build());

        assertThat(failure(model).statusCode()).hasValue(401);
        sleeper.sleep(Duration.ofSeconds(1)); // new prompts are rejected for 1 s after a failure that ends a job
        assertThat(failure(model).statusCode()).hasValue(307);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void concurrentCalls_areNotLimitedByTheDispatcher() throws Exception {
        int calls = 12; // OkHttp runs 5 calls per host by default
        CyclicBarrier together = new CyclicBarrier(calls);
        AtomicBoolean first = new AtomicBoolean(true); // is sent alone
        OkHttpClient host = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (first.getAndSet(false)) {
                        return chain.proceed(chain.request());
                    }
                    try {
                        together.await(15, TimeUnit.SECONDS);
                    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                        throw new IOException("the calls did not run together", e);
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        OpenAiChatModel model = open(options().httpClient(host).maxAttempts(1));
        answers(Answers.good());
        model.complete(PROMPT);
        ExecutorService callers = Executors.newFixedThreadPool(calls);
        try {
            List<Callable<String>> work = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                answers(Answers.good());
                work.add(() -> model.complete(PROMPT).text());
            }
            for (Future<String> done : callers.invokeAll(work)) {
                assertThat(done.get()).isEqualTo(Answers.TEXT);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private Response counted(Response response) {
        opened.incrementAndGet();
        ResponseBody body = response.body();
        Source counting = new ForwardingSource(body.source()) {
            private boolean done;

            @Override
            public void close() throws IOException {
                if (!done) {
                    done = true;
                    closed.incrementAndGet();
                }
                super.close();
            }
        };
        BufferedSource source = Okio.buffer(counting);
        return response.newBuilder()
                .body(ResponseBody.create(source, body.contentType(), body.contentLength()))
                .build();
    }
}
