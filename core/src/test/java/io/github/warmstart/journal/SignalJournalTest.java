// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static io.github.warmstart.journal.Answering.audience;
import static io.github.warmstart.journal.Answering.replies;
import static io.github.warmstart.journal.Answering.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.warmstart.journal.SignalJournal.Recovery;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SignalJournalTest {

    @TempDir
    private Path folder;

    private Path file;
    private Path torn;
    private final Answering model = new Answering();

    @BeforeEach
    void name() {
        file = folder.resolve("journal.jsonl");
        torn = folder.resolve("journal.jsonl.torn");
    }

    private void write(SignalRequest... requests) throws InterruptedException {
        try (SignalJournal journal = SignalJournal.open(file)) {
            replies(journal.record(model), requests);
        }
    }

    private static boolean knows(SignalJournal journal, SignalRequest request) {
        return journal.record(new Answering()).estimate(request).equals(Usage.NONE);
    }

    @Test
    void open_newFile_isEmptyAndItsOwnersOnly() throws IOException {
        try (SignalJournal journal = SignalJournal.open(file)) {
            assertThat(journal.recovery()).isEqualTo(new Recovery(0, 0, 0, Optional.empty()));
            assertThat(journal.path()).isEqualTo(file);
            assertThat(journal).hasToString("SignalJournal[%s, 0 answers, 0 signals]".formatted(file));
        }
        assertThat(file).isEmptyFile();
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void open_again_tellsWhatIsThere() throws InterruptedException {
        write(audience("alien", "heat"), user("ann", List.of(), "up"));

        try (SignalJournal journal = SignalJournal.open(file)) {
            assertThat(journal.recovery()).isEqualTo(new Recovery(2, 3, 0, Optional.empty()));
        }
    }

    @Test
    void open_lastLineCutAnywhere_keepsAllBeforeIt() throws Exception {
        write(audience("alien", "heat"), user("ann", List.of("ran"), "up"));
        byte[] whole = Files.readAllBytes(file);
        int lastLine = lineStarts(whole).get(1);
        for (int length = lastLine; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            Files.deleteIfExists(torn);

            try (SignalJournal journal = SignalJournal.open(file)) {
                boolean kept = length >= whole.length - 1;
                int cut = kept ? 0 : length - lastLine;
                assertThat(knows(journal, audience("alien", "heat"))).isTrue();
                assertThat(knows(journal, user("ann", List.of(), "up"))).isEqualTo(kept);
                assertThat(journal.recovery().tornBytes()).isEqualTo(cut);
                assertThat(journal.recovery().keptIn()).isEqualTo(cut == 0 ? Optional.empty() : Optional.of(torn));
                assertThat(Files.exists(torn)).isEqualTo(cut > 0);
                if (cut > 0) {
                    assertThat(Files.readAllBytes(torn))
                            .startsWith(Arrays.copyOfRange(whole, lastLine, length))
                            .hasSize(cut + 1);
                }
            }
            if (length % 16 != 0) {
                continue;
            }
            // and it can be written to
            write(audience("solaris" + length));
            try (SignalJournal journal = SignalJournal.open(file)) {
                assertThat(journal.recovery().tornBytes()).isZero();
                assertThat(knows(journal, audience("solaris" + length))).isTrue();
            }
        }
    }

    @Test
    void open_onlyLineCutAnywhere_isAJournalAllTheSame() throws Exception {
        write(audience("alien"));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (SignalJournal journal = SignalJournal.open(file)) {
                assertThat(journal.recovery().lines()).isEqualTo(length == whole.length - 1 ? 1 : 0);
            }
        }
    }

    @Test
    void open_zerosAtTheEnd_asAPowerFailureLeavesThem_areCutOff() throws Exception {
        write(audience("alien"));
        long length = Files.size(file);
        Files.write(file, new byte[200_000], StandardOpenOption.APPEND);

        try (SignalJournal journal = SignalJournal.open(file)) {
            assertThat(journal.recovery()).isEqualTo(new Recovery(1, 1, 200_000, Optional.of(torn)));
        }
        assertThat(Files.size(file)).isEqualTo(length);
        Files.write(file, new byte[10]);
        try (SignalJournal journal = SignalJournal.open(file)) {
            assertThat(journal.recovery().tornBytes()).isEqualTo(10);
        }
    }

    @Test
    void open_damageBeforeTheLastLine_namesFileLineRuleAndRemedy() throws Exception {
        write(audience("alien"), audience("heat"), audience("up"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[lineStarts(bytes).get(1) + 30] ^= 4;
        Files.write(file, bytes);

        assertThatThrownBy(() -> SignalJournal.open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageMatching(
                        "line 2 of journal \\Q%s\\E must have the checksum [0-9a-f]{8} that it ends with, but has [0-9a-f]{8}: something else has written to the file, or the disk fails; restore a backup, or delete this line, and its answers will be asked for again"
                                .formatted(file));
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);

        // the remedy works
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        Files.write(file, List.of(lines.get(0), lines.get(2)), StandardCharsets.ISO_8859_1);
        try (SignalJournal journal = SignalJournal.open(file)) {
            assertThat(knows(journal, audience("alien", "up"))).isTrue();
            assertThat(knows(journal, audience("heat"))).isFalse();
        }
    }

    @Test
    void open_newerFormat_isToldAndNotCutOff() throws Exception {
        String body = "{\"warmstart\":9";
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        Files.writeString(file, body + ",\"crc32c\":\"" + LineWriter.checksum(bytes, bytes.length) + "\"}\n");
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> SignalJournal.open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("it was written by a newer Warmstart, use that one");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void open_otherFile_isLeftAlone() throws Exception {
        for (String content : List.of("# Notes\n\nmine\n", "{\"a\":1}\n", "x", "user,item,rating")) {
            Files.writeString(file, content);

            assertThatThrownBy(() -> SignalJournal.open(file))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("%s must be a journal or empty, but its first line is none: choose another file"
                            .formatted(file));
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void open_folderMissing_saysSo() {
        Path nowhere = folder.resolve("none").resolve("journal.jsonl");

        assertThatThrownBy(() -> SignalJournal.open(nowhere))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("journal %s cannot be opened (".formatted(nowhere))
                .hasMessageEndingWith("its folder must exist, and the file must be readable and writable");
        assertThatThrownBy(() -> SignalJournal.open(folder)).isInstanceOf(JournalException.class);
    }

    @Test
    void open_notOnADisk_saysSo() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), java.util.Map.of("create", "true"))) {
            assertThatThrownBy(() -> SignalJournal.open(zip.getPath("/journal.jsonl")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("path must be on a disk of this machine, but /journal.jsonl is on");
        }
    }

    @Test
    void open_twice_isRefusedUntilTheFirstIsClosed() throws InterruptedException {
        SignalJournal first = SignalJournal.open(file);

        assertThatThrownBy(() -> SignalJournal.open(file))
                .isInstanceOf(JournalException.class)
                .hasMessage(
                        "journal %s must have one writer at a time, but is open already, in this process or another: close it there, share the SignalJournal, or take another file"
                                .formatted(file));
        replies(first.record(model), audience("alien"));
        first.close();
        first.close();

        SignalJournal.open(file).close();
    }

    @Test
    void open_heldByAnotherProcess_isRefused() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('o');

            assertThatThrownBy(() -> SignalJournal.open(file))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("in this process or another");
        } finally {
            // killed, as in a crash: the system gives the lock free
            other.destroyForcibly().waitFor();
        }
        SignalJournal.open(file).close();
    }

    /** Opens a journal in a process of its own and waits to be killed. */
    static final class Holder {
        private Holder() {}

        @SuppressWarnings("SystemOut") // the other process reads it
        public static void main(String[] args) throws IOException {
            SignalJournal journal = SignalJournal.open(Path.of(args[0]));
            System.out.println("open");
            int ended = System.in.read();
            journal.close();
            System.exit(ended < 0 ? 0 : 1);
        }
    }

    @Test
    void append_diskFull_passesTheAnswerOnAndNamesTheFile() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "needs a system with /dev/full");
        List<SignalReply> replies = new ArrayList<>();
        try (SignalJournal journal = SignalJournal.open(full)) {
            assertThatThrownBy(() ->
                            journal.record(model).generate(List.of(audience("alien"), audience("up")), replies::add))
                    .isInstanceOfSatisfying(SignalException.class, e -> {
                        assertThat(e.reach()).isEqualTo(SignalException.Reach.ALL_REQUESTS);
                        assertThat(e.usage()).isEqualTo(Usage.NONE);
                    })
                    .hasMessageStartingWith("journal /dev/full cannot be written (")
                    .hasMessageEndingWith(
                            "what is answered from now on would be lost to later runs; see to the disk, and start again");
        } catch (JournalException e) {
            assertThat(e).hasMessageStartingWith("journal /dev/full cannot be closed (");
        }
        assertThat(replies).extracting(SignalReply::outcome).containsExactly(Outcome.COMPLETE);
        assertThat(model.asked).hasSize(1);
    }

    @Test
    void read_fileChangedBeneath_namesTheLine() throws Exception {
        write(audience("alien"));
        try (SignalJournal journal = SignalJournal.open(file)) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[40] ^= 1;
            Files.write(file, bytes);

            assertThatThrownBy(() -> replies(journal.replay(), audience("alien")))
                    .isInstanceOf(SignalException.class)
                    .hasMessageStartingWith("line 1 of journal %s has changed since it was opened (".formatted(file))
                    .hasMessageEndingWith("nothing else may write to it");
        }
    }

    @Test
    void sync_eachCall_keepsTheSame() throws InterruptedException {
        try (SignalJournal journal = SignalJournal.open(file, FlushPolicy.EACH_CALL)) {
            replies(journal.record(model), audience("alien"), audience("heat"));
        }
        try (SignalJournal journal = SignalJournal.open(file)) {
            assertThat(knows(journal, audience("alien", "heat"))).isTrue();
        }
    }

    @Test
    void append_manyThreads_losesNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (SignalJournal journal = SignalJournal.open(file, FlushPolicy.EACH_CALL)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                String mine = "t" + thread + "-";
                done.add(threads.submit(() -> {
                    SyntheticSignalGenerator generator = journal.record(new Answering());
                    for (int k = 0; k < 50; k++) {
                        assertThat(replies(generator, audience(mine + k, mine + "x" + k)))
                                .hasSize(1);
                        assertThat(replies(journal.replay(), audience(mine + k))
                                        .get(0)
                                        .outcome())
                                .isEqualTo(Outcome.COMPLETE);
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        try (SignalJournal journal = SignalJournal.open(file)) {
            assertThat(journal.recovery()).isEqualTo(new Recovery(400, 800, 0, Optional.empty()));
        }
    }

    /** More lines than are kept in memory, and a line longer than a chunk, read in any order. */
    @Test
    void replay_manyLines_findsEach() throws InterruptedException {
        int lines = 2000;
        SignalRequest[] requests = new SignalRequest[lines];
        for (int line = 0; line < lines; line++) {
            requests[line] = audience("i" + line, "x".repeat(line % 500 == 0 ? 90_000 : 1) + line);
        }
        try (SignalJournal journal = SignalJournal.open(file, FlushPolicy.EACH_CALL)) {
            replies(journal.record(model), requests);
        }

        try (SignalJournal journal = SignalJournal.open(file)) {
            assertThat(journal.recovery().signals()).isEqualTo(2L * lines);
            for (int k = 0; k < lines; k++) {
                int line = (int) (k * 787L % lines);
                assertThat(Answering.values(
                                replies(journal.replay(), requests[line]).get(0)))
                        .containsExactly(2.0 * line + 1, 2.0 * line + 2);
            }
        }
    }

    private static List<Integer> lineStarts(byte[] bytes) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int k = 0; k < bytes.length; k++) {
            if (bytes[k] == '\n') {
                starts.add(k + 1);
            }
        }
        return starts;
    }
}
