// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.internal.failure.RetryPolicy;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries: which failures are retried, and after which wait. */
class RetryTest extends ServerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After | 2 | 2000",
                "Retry-After | 1.5 | 1500",
                "Retry-After | Fri, 02 Jan 2026 03:04:12 GMT | 7000",
                "retry-after-ms | 300 | 300"
            })
    void wait_requestedByTheServer_isObservedInFull(String header, String value, long millis)
            throws InterruptedException {
        answers(Answers.rateLimited(header, value), Answers.good());

        ChatReply reply = model().complete(PROMPT);

        assertThat(sleeper.waits).containsExactly(Duration.ofMillis(millis));
        assertThat(reply.usage()).isEqualTo(new Usage(2, 100, 64, 20));
    }

    @Test
    void wait_asADate_isRelativeToTheServersClock() throws InterruptedException {
        MockResponse limited = Answers.rateLimited("Retry-After", "Fri, 02 Jan 2026 09:00:03 GMT")
                .newBuilder()
                .setHeader("Date", "Fri, 02 Jan 2026 09:00:00 GMT")
                .build();
        answers(limited, Answers.good());

        model().complete(PROMPT);

        assertThat(sleeper.waits).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void wait_inMillis_takesPrecedenceOverSeconds() throws InterruptedException {
        MockResponse limited = Answers.rateLimited("Retry-After", "2")
                .newBuilder()
                .setHeader("retry-after-ms", "1234")
                .build();
        answers(limited, Answers.good());

        model().complete(PROMPT);

        assertThat(sleeper.waits).containsExactly(Duration.ofMillis(1234));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "NaN", "soon", "Thu, 01 Jan 2026 00:00:00 GMT", ""})
    void invalidWait_becomesABackoff(String value) throws InterruptedException {
        answers(Answers.rateLimited("Retry-After", value), Answers.good());

        model().complete(PROMPT);

        assertThat(sleeper.waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofMillis(1), RetryPolicy.BASE_BACKOFF));
    }

    @Test
    void wait_beyondTheLimit_failsImmediatelyWithARemedy() {
        answers(Answers.rateLimited("Retry-After", "20"));

        OpenAiException failure = failure(open(options().maxWait(Duration.ofSeconds(8))));

        assertThat(failure)
                .hasMessage(
                        "provider answered 429 after 1 attempt (rate_limit_exceeded, request 'req-9'); it asked for 20 s,"
                                + " the limit is 8 s: raise maxWait(...) or lower concurrency(...); it said: slow down");
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(20));
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.providerCode()).contains("rate_limit_exceeded");
        assertThat(failure.requestId()).contains("req-9");
        assertThat(sleeper.waits).isEmpty();
    }

    @Test
    void wait_beyondTheDeadline_failsImmediatelyWithTheRemainingTime() {
        answers(Answers.rateLimited("Retry-After", "5"), Answers.rateLimited("Retry-After", "5"));

        assertThat(failure(open(options().maxWait(Duration.ofSeconds(8)))))
                .hasMessageContaining("after 2 attempts")
                .hasMessageContaining("it asked for 5 s, 3 s of the limit of 8 s are left: raise maxWait(...)");
        assertThat(sleeper.waits).containsExactly(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999", "1e300", "Infinity"})
    void absurdWait_failsImmediately(String value) {
        answers(Answers.rateLimited("Retry-After", value));

        assertThat(failure()).hasMessageContaining("it asked for 31536000 s, the limit is 300 s");
    }

    @Test
    void quota_thatIsUsedUp_isNotRetried() {
        answers(Answers.error(429, "You exceeded your current quota", "insufficient_quota"));

        OpenAiException failure = failure();

        assertThat(failure)
                .hasMessage(
                        "provider answered 429 (insufficient_quota, request 'req-9'): the account has no quota left:"
                                + " add credit, or raise its limit; it said: You exceeded your current quota");
        assertThat(failure.retryable()).isFalse();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 529})
    void temporaryStatus_isRetried(int status) throws InterruptedException {
        answers(Answers.error(status, "x", "x"), Answers.good());

        ChatReply reply = model().complete(PROMPT);

        assertThat(reply.text()).isEqualTo(Answers.TEXT);
        assertThat(reply.usage().calls()).isEqualTo(2);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | the server refuses the request: check model(...)",
                "401 | the key is wrong or revoked: check the value of apiKey(...)",
                "402 | the account has no credit left",
                "403 | the key may not use model 'm'",
                "404 | check model(...), which is 'm', and baseUrl(...)",
                "413 | ask about fewer items in one request",
                "422 | the server refuses the request",
                "418 | check baseUrl(...)"
            })
    void finalStatus_isNotRetriedAndHasARemedy(int status, String remedy) {
        answers(Answers.error(status, "said", "its_code"));

        OpenAiException failure = failure();

        assertThat(failure)
                .hasMessageStartingWith(
                        "provider answered %d (its_code, request 'req-9'): %s".formatted(status, remedy))
                .hasMessageEndingWith("; it said: said");
        assertThat(failure.statusCode()).hasValue(status);
        assertThat(failure.retryable()).isFalse();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void key_thatIsMissing_isNamed() {
        answers(Answers.error(401, "no key", "x"));

        assertThat(failure(open(OpenAiChatModel.builder()
                        .baseUrl(server.url("/v1").toString())
                        .model("m"))))
                .hasMessageContaining("the server requires a key: set apiKey(...)");
    }

    @Test
    void context_thatIsTooLong_isNamed() {
        answers(Answers.error(400, "too long", "context_length_exceeded"));

        assertThat(failure()).hasMessageContaining("the prompt is too long for model 'm': ask about fewer items");
    }

    @Test
    void shouldRetryFalse_isNotRetried() {
        answers(Answers.error(500, "x", "x")
                .newBuilder()
                .setHeader("x-should-retry", "false")
                .build());

        assertThat(failure().retryable()).isFalse();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void shouldRetryTrue_isRetriedUnlessTheRequestIsWrong() throws InterruptedException {
        answers(
                Answers.error(418, "x", "x")
                        .newBuilder()
                        .setHeader("x-should-retry", "true")
                        .build(),
                Answers.error(400, "x", "x")
                        .newBuilder()
                        .setHeader("x-should-retry", "true")
                        .build());

        assertThat(failure().statusCode()).hasValue(400);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void persistentFailure_endsAfterTheLastAttempt() {
        answers(IntStream.range(0, 3)
                .mapToObj(i -> Answers.error(500, "broken", "server_error"))
                .toArray(MockResponse[]::new));

        OpenAiException failure = failure(open(options().maxAttempts(3)));

        assertThat(failure)
                .hasMessage("provider answered 500 after 3 attempts (server_error, request 'req-9'): try again later,"
                        + " or raise maxAttempts(...); it said: broken");
        assertThat(failure.usage()).isEqualTo(new Usage(3, 0, 0, 0));
        assertThat(failure.retryable()).isTrue();
        assertThat(sleeper.waits).hasSize(2);
    }

    @Test
    void droppedConnection_isRetriedByThePolicyOnly() throws InterruptedException {
        answers(Answers.good(), Answers.dropped(), Answers.good());
        OpenAiChatModel model = model();

        model.complete(PROMPT);
        ChatReply second = model.complete(PROMPT);

        assertThat(second.usage().calls()).isEqualTo(2);
        assertThat(sleeper.waits).hasSize(1);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void truncatedBody_isRetried() throws InterruptedException {
        answers(Answers.cut(), Answers.good());

        ChatReply reply = model().complete(PROMPT);

        assertThat(reply.text()).isEqualTo(Answers.TEXT);
        assertThat(reply.usage().calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"choices\":[{\"message\":{\"content\":\"the ans", "{\"choices\":["})
    void truncatedJson_isRetried(String body) throws InterruptedException {
        answers(Answers.json(body), Answers.good());

        assertThat(model().complete(PROMPT).usage().calls()).isEqualTo(2);
    }

    @Test
    void unreachableServer_costsNothingAndIsReported() {
        OpenAiChatModel model = open(options().maxAttempts(2));
        server.close();

        OpenAiException failure = failure(model);

        assertThat(failure)
                .hasMessageStartingWith("no complete response from ")
                .hasMessageContaining("ConnectException")
                .hasMessageContaining(
                        "after 2 attempts: check the network and baseUrl(...), or raise maxAttempts(...)");
        assertThat(failure.usage()).isEqualTo(Usage.NONE);
        assertThat(failure.statusCode()).isEmpty();
        assertThat(failure).hasCauseInstanceOf(java.io.IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"503", "408"})
    void okhttp_neverResendsByItself(int status) {
        MockResponse zero = Answers.error(status, "x", "x")
                .newBuilder()
                .setHeader("Retry-After", "0")
                .build();
        answers(zero, Answers.good());

        failure(open(options().maxAttempts(1)));

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void waits_withEqualSeeds_areEqual() {
        List<Duration> first = backoffs(1);
        List<Duration> again = backoffs(1);
        List<Duration> other = backoffs(2);

        assertThat(again).isEqualTo(first).hasSize(6);
        assertThat(other).isNotEqualTo(first);
    }

    private List<Duration> backoffs(long seed) {
        IntStream.range(0, 7).forEach(i -> server.enqueue(Answers.error(500, "x", "x")));
        sleeper.waits.clear();
        failure(open(options().maxAttempts(7).jitterSeed(seed)));
        return List.copyOf(sleeper.waits);
    }
}
