// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.openai.OpenAiBatchSignalGenerator;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.testkit.FakeOpenAi;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Latency;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code of the pages about the test kit and about batches. */
@Timeout(60)
class FailureHandlingTest {

    private static final List<SignalRequest> REQUESTS = List.of(new SignalRequest.AsAudience(
            List.of(Item.of("id-alien", "Alien"), Item.of("id-heat", "Heat")), RatingScale.of(1, 5, 0.5)));

    @TempDir
    Path folder;

    @Test
    void wait_thatTheServerNames_isKept() throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        // begin sequence
        Script script = Script.builder()
                .first(Fault.status(429).retryAfterMillis(Duration.ofMillis(50)), Fault.dropInsideBody())
                .build();
        try (FakeOpenAi server = FakeOpenAi.start(script);
                OpenAiSignalGenerator generator = OpenAiSignalGenerator.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("any")
                        .model("any")
                        .build()) {
            generator.generate(REQUESTS, replies::add);

            assertThat(replies).extracting(SignalReply::outcome).containsExactly(SignalReply.Outcome.COMPLETE);
            assertThat(server.statistics().calls()).isEqualTo(3);
            assertThat(server.statistics().early()).isZero(); // no retry before the 50 ms were over
            assertThat(server.statistics().answeredTwice()).isZero(); // nothing was paid for twice
            assertThat(server.statistics().problems()).isEmpty(); // every request conforms to the schema of OpenAI
        }
        // end
    }

    @Test
    void faults_byChance_areTheSameInEachRun() throws InterruptedException {
        // begin chance
        Script badDay = Script.builder()
                .seed(7)
                .fault(0.05, Fault.status(500))
                .fault(0.03, Fault.dropBeforeHeaders())
                .fault(0.03, Fault.dropInsideBody())
                .latency(Latency.lognormal(Duration.ofMillis(20), 0.5, Duration.ofSeconds(1)))
                .build();
        // end
        LoadRun first = LoadRun.of(badDay, 60, options -> {});
        LoadRun second = LoadRun.of(badDay, 60, options -> {});

        assertThat(first.lost(60)).isZero();
        assertThat(second.seen().chatCalls()).isEqualTo(first.seen().chatCalls());
    }

    @Test
    void batch_answersTheSameRequests() throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        try (FakeOpenAi server = FakeOpenAi.start(Script.faultless())) {
            String address = server.baseUrl();
            String key = "any";
            String model = "any";
            Duration first = Duration.ofMillis(1);
            Duration longest = Duration.ofMillis(10);
            // begin batch
            try (OpenAiBatchSignalGenerator generator = OpenAiBatchSignalGenerator.builder()
                    .baseUrl(address)
                    .apiKey(key)
                    .model(model)
                    .store(BatchStore.inFolder(folder)) // so that a restart finds what was bought
                    .pollEvery(first, longest)
                    .build()) {
                generator.generate(REQUESTS, replies::add);
            }
            // end
        }

        assertThat(replies).extracting(SignalReply::outcome).containsExactly(SignalReply.Outcome.COMPLETE);
    }
}
