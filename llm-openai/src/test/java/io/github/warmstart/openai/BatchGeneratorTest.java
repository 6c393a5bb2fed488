// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.testkit.RecordedCall;
import io.github.warmstart.openai.testkit.script.BatchScript;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Feature;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batch generator, from requests to signals. */
class BatchGeneratorTest extends BatchServerTest {

    @Test
    void requests_becomeSignalsByOneBatch() throws InterruptedException {
        ask(5);

        assertAllAnswered(5);
        assertThat(calls("POST /files")).isEqualTo(1);
        assertThat(calls("POST /batches")).isEqualTo(1);
        assertThat(server.statistics().chatCalls()).isZero();
        assertThat(replies.get(0).signals().get(0).origin().generator()).isEqualTo("openai-batch");
        assertThat(replies.get(0).signals().get(0).origin().model()).isEqualTo("m-fake");
        assertThat(replies.get(0).usage().calls()).isEqualTo(1);
        assertThat(replies.get(0).usage().inputTokens()).isPositive();
        assertThat(server.calls()).allMatch(RecordedCall::hadKey);
    }

    @Test
    void noRequests_sendNothing() throws InterruptedException {
        ask(0);

        assertThat(server.statistics().calls()).isZero();
    }

    @Test
    void equalRequests_areBoughtOnce() throws InterruptedException {
        generator().generate(List.of(request(1), request(2), request(1)), replies::add);

        assertThat(replies).hasSize(3).allMatch(reply -> reply.outcome() == SignalReply.Outcome.COMPLETE);
        assertThat(replies.stream().mapToLong(reply -> reply.usage().calls()).sum())
                .isEqualTo(2);
        assertThat(server.statistics().answered()).isEqualTo(2);
    }

    @Test
    void manyRequests_areSplitIntoBatches() throws InterruptedException {
        open(options().maxBatchRequests(2)).generate(requests(3), replies::add);
        open(options().maxBatchBytes(3000).store(BatchStore.inMemory()))
                .generate(requests(2).subList(0, 1), reply -> {});

        assertThat(replies).hasSize(3);
        assertThat(calls("POST /batches")).isEqualTo(3);
    }

    @Test
    void polls_backOff_upToTheMaximum() throws InterruptedException {
        play(BatchScript.smooth().polls(5));

        open(options().pollEvery(Duration.ofSeconds(10), Duration.ofSeconds(30)))
                .generate(requests(1), replies::add);

        assertThat(sleeper.waits)
                .extracting(Duration::toMillis)
                .containsExactly(10_000L, 15_000L, 22_500L, 30_000L, 30_000L);
    }

    @Test
    void lines_thatFailTemporarily_goIntoAnotherBatch() throws InterruptedException {
        play(BatchScript.smooth().failing(0.3, Fault.status(500)));

        open(options().maxRounds(10)).generate(requests(40), replies::add);

        assertAllAnswered(40);
        assertThat(calls("POST /batches")).isGreaterThan(1);
        assertThat(replies.stream().mapToLong(reply -> reply.usage().calls()).sum())
                .isGreaterThan(40);
    }

    @Test
    void lines_thatFailAlways_failOnlyTheirRequests() throws InterruptedException {
        play(BatchScript.smooth().failing(0.5, Fault.error(400, "invalid_prompt", "no")));

        ask(20);

        assertThat(replies).hasSize(20);
        assertThat(replies)
                .extracting(SignalReply::outcome)
                .contains(SignalReply.Outcome.COMPLETE, SignalReply.Outcome.FAILED);
        assertThat(replies)
                .filteredOn(reply -> reply.outcome() == SignalReply.Outcome.FAILED)
                .allSatisfy(reply -> assertThat(reply.reason())
                        .startsWith("provider answered 400 (invalid_prompt")
                        .endsWith("it said: no"));
        assertThat(calls("POST /batches")).isEqualTo(1);
    }

    @Test
    void rounds_areBounded() throws InterruptedException {
        play(BatchScript.smooth().failing(1, Fault.status(503)));

        open(options().maxRounds(2)).generate(requests(1), replies::add);

        assertThat(calls("POST /batches")).isEqualTo(2);
        assertThat(replies.get(0).reason()).startsWith("provider answered 503 (overloaded");
        assertThat(replies.get(0).usage().calls()).isEqualTo(2);
        assertThat(store.load()).isEmpty();
    }

    @Test
    void batch_thatExpires_keepsItsAnswers_andTheRestIsRequestedAgain() throws InterruptedException {
        play(BatchScript.smooth().expiringAfter(0.5));

        ask(10);

        assertAllAnswered(10);
        assertThat(calls("POST /batches")).isEqualTo(2);
    }

    @Test
    void batch_thatExpires_inItsLastRound_isReported() throws InterruptedException {
        play(BatchScript.smooth().expiringAfter(0.5));

        open(options().maxRounds(1)).generate(requests(4), replies::add);

        assertThat(replies)
                .filteredOn(reply -> reply.outcome() == SignalReply.Outcome.FAILED)
                .hasSize(2)
                .allSatisfy(reply -> assertThat(reply.reason())
                        .startsWith("the batch ended before this request was executed (batch_expired)"));
    }

    @Test
    void limitOfQueuedTokens_isObservedByWaiting() throws InterruptedException {
        play(BatchScript.smooth().refusing(1, "token_limit_exceeded"));

        ask(2);

        assertAllAnswered(2);
        assertThat(sleeper.waits).contains(OpenAiBatchSignalGenerator.DEFAULT_MAX_POLL);
    }

    @Test
    void batch_thatIsRefused_failsWithTheProvidersMessage() throws InterruptedException {
        play(BatchScript.smooth().refusing(9, "model_not_found"));

        ask(2);

        assertThat(replies).hasSize(2);
        assertThat(replies.get(0).reason())
                .isEqualTo("the provider refused the batch (model_not_found): model_not_found");
        assertThat(calls("POST /batches")).isEqualTo(1);
        assertThat(store.load()).isEmpty();
    }

    @Test
    void server_withoutSchemas_getsAnotherDialect() throws InterruptedException {
        play(Script.builder().without(Feature.JSON_SCHEMA));

        ask(3);

        assertAllAnswered(3);
        assertThat(calls("POST /batches")).isEqualTo(2);
    }

    @Test
    void server_withoutBatches_isReported() {
        play(Script.builder().on("POST /files", Fault.error(404, "", "Not Found")));

        assertThatThrownBy(() -> ask(1))
                .isInstanceOf(OpenAiException.class)
                .hasMessageStartingWith("provider answered 404 (")
                .hasMessageContaining("and baseUrl(...)");
    }

    @Test
    void cancel_stopsTheBatch_andKeepsItsAnswers() throws InterruptedException {
        play(BatchScript.smooth().polls(4));
        OpenAiBatchSignalGenerator[] self = new OpenAiBatchSignalGenerator[1];
        self[0] = open(options().sleeper(wait -> {
            sleeper.sleep(wait);
            if (sleeper.waits.size() == 2) {
                self[0].cancel();
            }
            return true;
        }));

        self[0].generate(requests(8), replies::add);

        assertThat(calls("POST /cancel")).isEqualTo(1);
        assertThat(replies).hasSize(8);
        assertThat(replies)
                .filteredOn(reply -> reply.outcome() == SignalReply.Outcome.COMPLETE)
                .hasSize(4);
        assertThat(replies)
                .filteredOn(reply -> reply.outcome() == SignalReply.Outcome.FAILED)
                .allSatisfy(reply -> assertThat(reply.reason()).contains("batch_cancelled"));
    }

    @Test
    void cancel_ofNothing_doesNothing() throws InterruptedException {
        OpenAiBatchSignalGenerator generator = generator();

        generator.cancel();
        generator.generate(requests(1), replies::add);

        assertAllAnswered(1);
    }

    @Test
    void close_endsTheWait() {
        play(BatchScript.smooth().polls(99));
        OpenAiBatchSignalGenerator[] self = new OpenAiBatchSignalGenerator[1];
        self[0] = open(options().sleeper(wait -> {
            self[0].close();
            return false;
        }));

        assertThatThrownBy(() -> self[0].generate(requests(1), replies::add))
                .isInstanceOf(SignalException.class)
                .hasMessage("the generator is closed: build a new one with the same store to continue:"
                        + " nothing is bought twice");
        self[0].close();
        assertThat(store.load()).hasSize(1);
    }

    @Test
    void interrupt_endsTheWaitAtOnce() {
        play(BatchScript.smooth().polls(99));
        OpenAiBatchSignalGenerator generator = open(options().sleeper(null));
        Thread.currentThread().interrupt(); // the calls before the wait notice it: no later call is made

        assertThatThrownBy(() -> generator.generate(requests(1), replies::add))
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(server.statistics().answered()).isZero();
    }

    @Test
    void wait_beyondTheLimit_ends_andIsResumedLater() throws InterruptedException {
        play(BatchScript.smooth().polls(8));

        assertThatThrownBy(() -> open(options().maxWait(Duration.ofMinutes(1)).maxRounds(1))
                        .generate(requests(2), replies::add))
                .isInstanceOf(OpenAiException.class)
                .hasMessageStartingWith("1 batches are not finished after PT1M: raise maxWait(...), or call generate");
        ask(2);

        assertAllAnswered(2);
        assertThat(calls("POST /batches")).isEqualTo(1);
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> options().maxRounds(0)).hasMessage("maxRounds must be between 1 and 10, but was 0");
        assertThatThrownBy(() -> options().maxBatchRequests(50_001))
                .hasMessage("maxBatchRequests must be between 1 and 50000, but was 50001");
        assertThatThrownBy(() -> options().maxWait(Duration.ZERO))
                .hasMessage("maxWait must be between 1 ms and 365 days, but was PT0S");
        assertThatThrownBy(() -> options().pollEvery(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("first must not be longer than longest, but were PT2S and PT1S");
    }

    @Test
    void parts_areAccessible() {
        OpenAiBatchSignalGenerator generator = open(options().prompting(prompts -> prompts.domain("movie")));

        assertThat(generator.prompted().domain()).isEqualTo("movie");
        assertThat(generator.client().model()).isEqualTo("m");
        assertThat(generator.toString())
                .startsWith("OpenAiBatchSignalGenerator[")
                .doesNotContain(KEY);
    }
}
