// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.openai.api.BatchRecord;
import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.testkit.script.BatchScript;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resumption after the end of a process at any moment, and after lost responses: nothing is bought twice. */
class BatchResumeTest extends BatchServerTest {

    @TempDir
    Path folder;

    @BeforeEach
    void storeInFolder() {
        store = BatchStore.inFolder(folder.resolve("batches"));
    }

    /** Store that simulates the end of the process at the n-th save, before or after it. */
    private BatchStore endingAt(int save, boolean after) {
        BatchStore real = store;
        return new BatchStore() {
            private int saves;

            @Override
            public List<BatchRecord> load() {
                return real.load();
            }

            @Override
            public void save(BatchRecord batch) {
                saves++;
                if (saves == save && !after) {
                    throw new IllegalStateException("the process ended");
                }
                real.save(batch);
                if (saves == save) {
                    throw new IllegalStateException("the process ended");
                }
            }

            @Override
            public void remove(String key) {
                real.remove(key);
            }
        };
    }

    @Test
    void end_atAnySave_isSurvived() throws InterruptedException {
        for (int save = 1; save <= 2; save++) {
            for (boolean after : new boolean[] {false, true}) {
                replies.clear();
                store = BatchStore.inFolder(folder.resolve("at" + save + after));
                play(BatchScript.smooth().polls(2));
                BatchStore ending = endingAt(save, after);

                assertThatThrownBy(() -> open(options().store(ending)).generate(requests(3), replies::add))
                        .hasMessage("the process ended");
                ask(3);

                assertAllAnswered(3);
                assertThat(calls("POST /batches")).as("save %d", save).isEqualTo(1);
            }
        }
    }

    @Test
    void end_whileABatchRuns_isSurvived() throws InterruptedException {
        play(BatchScript.smooth().polls(5));
        assertThatThrownBy(() -> open(options().sleeper(wait -> {
                            throw new InterruptedException("stop");
                        }))
                        .generate(requests(3), replies::add))
                .isInstanceOf(InterruptedException.class);

        ask(3);

        assertAllAnswered(3);
        assertThat(calls("POST /batches")).isEqualTo(1);
        assertThat(calls("POST /cancel")).isZero();
    }

    @Test
    void end_whileRepliesAreDelivered_isSurvived() throws InterruptedException {
        assertThatThrownBy(() -> generator().generate(requests(30), reply -> {
                    replies.add(reply);
                    if (replies.size() == 2) {
                        throw new IllegalStateException("the consumer failed");
                    }
                }))
                .hasMessage("the consumer failed");
        replies.clear();

        ask(30);

        assertAllAnswered(30);
        assertThat(calls("POST /batches")).isEqualTo(1);
    }

    @Test
    void laterCall_withMoreRequests_buysOnlyWhatIsNew() throws InterruptedException {
        ask(3);
        replies.clear();

        ask(5);

        assertAllAnswered(5);
        assertThat(calls("POST /batches")).isEqualTo(2);
    }

    @Test
    void sameCall_again_buysNothing() throws InterruptedException {
        ask(3);
        replies.clear();

        ask(3);

        assertAllAnswered(3);
        assertThat(calls("POST /batches")).isEqualTo(1);
    }

    @Test
    void results_thatTheProviderDeleted_areRequestedAgain() throws InterruptedException {
        play(Script.builder().on("GET /content", Fault.none(), Fault.error(404, "not_found", "gone")));
        ask(2);
        replies.clear();

        ask(2);

        assertThat(replies).hasSize(2);
        assertThat(calls("POST /batches")).isEqualTo(2);
        assertThat(store.load()).hasSize(1);
    }

    @Test
    void lostAnswers_toEachCall_createNoSecondBatch() throws InterruptedException {
        play(Script.builder()
                .on("POST /files", Fault.dropBeforeHeaders(), Fault.status(500), Fault.dropInsideBody())
                .on("POST /batches", Fault.dropBeforeHeaders())
                .on("GET /batches", Fault.dropInsideBody(), Fault.status(503).retryAfterSeconds(7)));

        ask(4);

        assertAllAnswered(4);
        assertThat(calls("POST /batches")).isEqualTo(1);
        assertThat(sleeper.waits).anyMatch(wait -> wait.toSeconds() == 7);
    }

    @Test
    void refusedCreation_isRepeated_onlyIfTheBatchIsNotListed() throws InterruptedException {
        play(Script.builder().on("POST /batches", Fault.status(500), Fault.dropInsideBody()));

        ask(2);

        assertAllAnswered(2);
        assertThat(calls("POST /batches")).isEqualTo(2);
    }

    @Test
    void creation_findsItsBatch_behindOthers() throws InterruptedException {
        for (int i = 10; i < 15; i++) {
            generator().generate(List.of(request(i)), reply -> {});
        }
        BatchStore ending = endingAt(2, false);
        assertThatThrownBy(() -> open(options().store(ending)).generate(List.of(request(0)), replies::add))
                .hasMessage("the process ended");
        for (int i = 20; i < 25; i++) {
            generator().generate(List.of(request(i)), reply -> {});
        }

        ask(1);

        assertThat(replies).hasSize(1);
        assertThat(calls("POST /batches")).isEqualTo(11);
        assertThat(server.statistics().answeredTwice()).isZero();
    }

    @Test
    void records_holdNeitherKeyNorPrompt() throws IOException, InterruptedException {
        ask(2);

        try (Stream<Path> files = Files.list(folder.resolve("batches"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(Files.readString(all.get(0)))
                    .contains("batch_", "requestIds")
                    .doesNotContain(KEY)
                    .doesNotContain("Alien");
        }
    }

    @Test
    void store_keepsAndRemovesRecords() {
        BatchRecord one = new BatchRecord("k1", "http://e", "m", List.of("a", "b"), "file-1", "");
        BatchRecord two = new BatchRecord("k2", "http://e", "m", List.of("c"), "file-2", "batch_2");
        for (BatchStore kept : List.of(store, BatchStore.inMemory())) {
            assertThat(kept.load()).isEmpty();
            kept.save(one);
            kept.save(two);
            BatchRecord created = new BatchRecord("k1", "http://e", "m", List.of("a", "b"), "file-1", "batch_1");
            kept.save(created);
            assertThat(kept.load()).containsExactlyInAnyOrder(created, two);
            kept.remove("k1");
            kept.remove("k1");
            assertThat(kept.load()).containsExactly(two);
        }
        assertThatThrownBy(() -> new BatchRecord("../k", "http://e", "m", List.of(), "f", ""))
                .hasMessage("key must hold 1 to 128 letters and digits, but was '../k'");
    }

    @Test
    void record_thatCannotBeRead_isReported() throws IOException {
        Path file = Files.createDirectories(folder.resolve("batches")).resolve("k.batch.json");
        for (String text : List.of("{", "[]", "{\"requestIds\":[]}", "{\"key\":1,\"requestIds\":[]}")) {
            Files.writeString(file, text);

            assertThatThrownBy(store::load)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageEndingWith("cannot be read")
                    .cause()
                    .hasMessageEndingWith(
                            "k.batch.json is not a valid batch record: delete it to pay for its batch again");
        }
    }
}
