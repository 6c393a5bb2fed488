// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.testkit.FakeOpenAi;
import io.github.warmstart.openai.testkit.script.BatchScript;
import io.github.warmstart.openai.testkit.script.FakeRatings;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** Base of tests of batches against the fake server, with a clock that only sleeping advances. */
abstract class BatchServerTest {

    static final String KEY = "sk-test-0123456789abcdefghijklmnop";
    static final RatingScale SCALE = new RatingScale(1, 5, 0.5);

    final RecordingSleeper sleeper = new RecordingSleeper();
    final List<SignalReply> replies = new ArrayList<>();
    BatchStore store = BatchStore.inMemory();
    FakeOpenAi server = FakeOpenAi.start(Script.faultless());
    private final List<OpenAiBatchSignalGenerator> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(OpenAiBatchSignalGenerator::close);
        server.close();
    }

    void play(Script.Builder script) {
        server.close();
        server = FakeOpenAi.start(script.build());
    }

    void play(BatchScript script) {
        play(Script.builder().batches(script));
    }

    static List<SignalRequest> requests(int count) {
        return IntStream.range(0, count).mapToObj(BatchServerTest::request).toList();
    }

    static SignalRequest request(int number) {
        return new SignalRequest.AsAudience(
                List.of(
                        new Item("a-" + number, "Alien " + number, Map.of()),
                        new Item("b-" + number, "Big " + number, Map.of())),
                SCALE);
    }

    OpenAiBatchSignalGenerator.Builder options() {
        return OpenAiBatchSignalGenerator.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .model("m")
                .client(client -> client.clock(sleeper.clock()).jitterSeed(1))
                .sleeper(sleeper)
                .store(store);
    }

    OpenAiBatchSignalGenerator generator() {
        return open(options());
    }

    OpenAiBatchSignalGenerator open(OpenAiBatchSignalGenerator.Builder builder) {
        OpenAiBatchSignalGenerator generator = builder.build();
        opened.add(generator);
        return generator;
    }

    void ask(int count) throws InterruptedException {
        generator().generate(requests(count), replies::add);
    }

    int calls(String methodAndEnd) {
        String[] what = methodAndEnd.split(" ", 2);
        return (int) server.calls().stream()
                .filter(call -> call.method().equals(what[0]) && call.path().endsWith(what[1]))
                .count();
    }

    /** Asserts that each request was answered once, completely and correctly, and nothing was paid for twice. */
    void assertAllAnswered(int count) {
        assertThat(replies).hasSize(count);
        assertThat(replies).extracting(SignalReply::outcome).containsOnly(SignalReply.Outcome.COMPLETE);
        assertThat(replies.stream().map(SignalReply::request).distinct()).hasSize(count);
        for (SignalReply reply : replies) {
            for (int i = 0; i < reply.signals().size(); i++) {
                SyntheticSignal signal = reply.signals().get(i);
                Item item = reply.request().items().get(i);
                assertThat(signal.itemId()).isEqualTo(item.id());
                assertThat(signal.value()).isEqualTo(FakeRatings.of(item.title(), 1, 5));
            }
        }
        assertThat(server.statistics().answered()).isEqualTo(count);
        assertThat(server.statistics().answeredTwice()).isZero();
    }
}
