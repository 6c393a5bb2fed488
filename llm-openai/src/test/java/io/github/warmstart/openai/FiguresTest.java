// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.testkit.CallStatistics;
import io.github.warmstart.openai.testkit.FakeOpenAi;
import io.github.warmstart.openai.testkit.RecordedCall;
import io.github.warmstart.openai.testkit.script.FakeRatings;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Feature;
import io.github.warmstart.openai.testkit.script.Latency;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.openai.testkit.script.SloppyRatings;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs against a server with faults, and the figures that they must reach. */
@Timeout(60)
class FiguresTest {

    private static final String KEY = "sk-test-0123456789abcdefghijklmnop";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RatingScale SCALE = new RatingScale(1, 5, 0.5);
    private static final int ITEMS = 4;

    private final List<SignalReply> replies = new ArrayList<>();
    private FakeOpenAi server = FakeOpenAi.start(Script.faultless());

    @AfterEach
    void stop() {
        server.close();
    }

    private void play(Script.Builder script) {
        server.close();
        server = FakeOpenAi.start(script.build());
    }

    private static List<SignalRequest> requests(int count) {
        return IntStream.range(0, count)
                .<SignalRequest>mapToObj(number -> new SignalRequest.AsAudience(
                        IntStream.range(0, ITEMS)
                                .mapToObj(item -> new Item(
                                        "i-%d-%d".formatted(number, item),
                                        "Film %d of %d".formatted(item, number),
                                        Map.of()))
                                .toList(),
                        SCALE))
                .toList();
    }

    private OpenAiSignalGenerator generator(Consumer<OpenAiChatModel.Builder> client) {
        return OpenAiSignalGenerator.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .model("m")
                .concurrency(8)
                .client(builder -> builder.jitterSeed(1))
                .client(client)
                .build();
    }

    private CallStatistics ask(int count, Consumer<OpenAiChatModel.Builder> client) throws InterruptedException {
        try (OpenAiSignalGenerator generator = generator(client)) {
            generator.generate(requests(count), replies::add);
        }
        return server.statistics();
    }

    private void assertNoneLost(int count) {
        assertThat(replies).hasSize(count);
        assertThat(replies).extracting(SignalReply::outcome).containsOnly(Outcome.COMPLETE);
    }

    private void assertNoBadRow() {
        for (SignalReply reply : replies) {
            List<Item> items = reply.request().items();
            assertThat(reply.signals()).extracting(SyntheticSignal::itemId).doesNotHaveDuplicates();
            assertThat(reply.signals())
                    .allSatisfy(signal -> assertThat(items)
                            .anyMatch(item -> item.id().equals(signal.itemId())
                                    && signal.value() == FakeRatings.of(item.title(), 1, 5)));
        }
    }

    @Test
    void everyRequest_conformsToThePublishedSchema() throws InterruptedException {
        CallStatistics seen = ask(20, client -> {});

        assertNoneLost(20);
        assertThat(seen.problems()).isEmpty();
        assertThat(seen.deprecated()).isEmpty();
    }

    @Test
    void flakyServer_losesNoUser_andAnswersNoneTwice() throws InterruptedException {
        play(Script.builder()
                .seed(11)
                .fault(0.05, Fault.status(500))
                .fault(0.03, Fault.dropBeforeHeaders())
                .fault(0.03, Fault.dropInsideBody())
                .latency(Latency.lognormal(Duration.ofMillis(5), 0.6, Duration.ofMillis(200))));

        CallStatistics seen = ask(200, client -> client.sleeper(wait -> true));

        assertNoneLost(200);
        assertNoBadRow();
        assertThat(seen.answeredTwice()).isZero();
        assertThat(seen.chatCalls()).isBetween(201, 240);
        assertThat(seen.problems()).isEmpty();
    }

    @Test
    void sloppyModel_badRowsAreRejected() throws InterruptedException {
        play(Script.builder().model(new SloppyRatings(3, 1)));

        ask(200, client -> {});

        assertThat(replies).hasSize(200);
        assertNoBadRow();
    }

    @Test
    void servers_withFewerFeatures_costAFewRefusalsInTotal_notPerUser() throws InterruptedException {
        play(Script.builder().without(Feature.JSON_SCHEMA, Feature.JSON_OBJECT, Feature.MAX_COMPLETION_TOKENS));
        try (OpenAiSignalGenerator generator = generator(client -> {})) {
            generator.generate(requests(1), replies::add);
            generator.generate(requests(40).subList(1, 40), replies::add);
        }

        assertNoneLost(40);
        assertThat(server.calls().stream().filter(call -> call.status() == 400)).hasSize(3);
        assertThat(server.statistics().deprecated()).isEmpty();
        assertThat(server.statistics().problems()).isEmpty();
    }

    @Test
    void reasoningModel_isDetectedImmediately() throws InterruptedException {
        play(Script.builder().reasoningModel());

        assertThat(ask(10, client -> {}).chatCalls()).isEqualTo(10);
        assertNoneLost(10);
    }

    static Stream<Fault> endless() {
        return Stream.of(Fault.stallBeforeHeaders(), Fault.stallInsideBody(), Fault.slowDrip(Duration.ofMillis(20)));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void endlessAnswer_isAbortedOnTheWire(Fault fault) throws InterruptedException {
        play(Script.builder().always(fault));

        ask(1, client -> client.callTimeout(Duration.ofMillis(500)).maxAttempts(1));

        assertThat(replies.get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(replies.get(0).reason()).contains("no complete response from 127.0.0.1 within 500 ms");
        assertThat(server.await(seen -> seen.aborted() == 1, PATIENCE)).isTrue();
        RecordedCall call = server.calls().get(0);
        // 550 ms on an idle machine; a busy one may be late, but must be far from no timeout at all
        assertThat(call.aborted().orElseThrow().minus(call.at()))
                .isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
    }

    @Test
    void interrupt_abortsAllCalls_andSendsNoMore() throws InterruptedException {
        play(Script.builder().always(Fault.stallInsideBody()));
        Thread caller = Thread.currentThread();
        Thread stopper = new Thread(() -> {
            try {
                if (server.await(seen -> seen.calls() >= 2, PATIENCE)) {
                    caller.interrupt();
                }
            } catch (InterruptedException e) {
                return; // is never interrupted
            }
        });
        stopper.start();
        boolean interrupted = false;
        try (OpenAiSignalGenerator generator = generator(client -> {})) {
            generator.generate(requests(50), replies::add);
        } catch (InterruptedException e) {
            interrupted = true;
        }

        assertThat(interrupted).isTrue();
        assertThat(server.await(seen -> seen.aborted() == seen.calls(), PATIENCE))
                .isTrue();
        assertThat(server.statistics().calls()).isBetween(2, 8);
        assertThat(replies).isEmpty();
    }

    @Test
    void close_abortsAllCalls_andSendsNoMore() throws InterruptedException {
        play(Script.builder().always(Fault.stallBeforeHeaders()));
        OpenAiSignalGenerator generator = generator(client -> {});
        Thread closer = new Thread(() -> {
            try {
                server.await(seen -> seen.calls() >= 2, PATIENCE);
            } catch (InterruptedException e) {
                return; // is never interrupted
            }
            generator.close();
        });
        closer.start();
        try {
            generator.generate(requests(50), replies::add);
        } catch (SignalException e) {
            assertThat(e).hasMessageContaining("closed");
        }

        assertThat(server.await(seen -> seen.aborted() == seen.calls(), PATIENCE))
                .isTrue();
        assertThat(server.statistics().calls()).isBetween(2, 8);
    }

    static Stream<Fault> hostile() {
        return Stream.of(Fault.huge(50_000_000), Fault.gzipBomb(200_000_000), Fault.deepJson(100_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileBody_isAFailedReply(Fault fault) throws InterruptedException {
        play(Script.builder().always(fault));

        ask(1, client -> client.maxAttempts(2));

        assertThat(replies.get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(replies.get(0).reason()).startsWith("provider answered 200 with ");
    }

    @Test
    void key_doesNotLeak() throws InterruptedException {
        try (FakeOpenAi elsewhere = FakeOpenAi.start(Script.faultless())) {
            play(Script.builder().first(Fault.echoKey(), Fault.redirect(elsewhere.baseUrl() + "/chat/completions")));
            try (OpenAiSignalGenerator generator = generator(client -> {})) {
                for (SignalRequest request : requests(2)) {
                    try {
                        generator.generate(List.of(request), replies::add);
                    } catch (OpenAiException e) {
                        assertThat(e.toString()).doesNotContain(KEY.substring(0, 12));
                    }
                }
            }

            assertThat(replies.toString()).doesNotContain(KEY.substring(0, 12));
            assertThat(elsewhere.statistics().calls()).isZero();
        }
    }

    @Test
    void waits_requestedByTheServer_areObserved_inEachForm() throws InterruptedException {
        RecordingSleeper sleeper = new RecordingSleeper();
        play(Script.builder()
                .first(
                        Fault.status(429).retryAfterSeconds(2),
                        Fault.status(503).retryAfterDate(3),
                        Fault.status(429).retryAfterMillis(Duration.ofMillis(70))));

        ask(1, client -> client.clock(sleeper.clock()).sleeper(sleeper));

        assertNoneLost(1);
        assertThat(sleeper.waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofMillis(70));
    }
}
