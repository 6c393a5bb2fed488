// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of all answers that a generator ever gave: append-only, one JSON object a line, each with its checksum.
 *
 * <pre>{@code
 * try (SignalJournal journal = SignalJournal.open(Path.of("signals.jsonl"))) {
 *     SyntheticSignalGenerator generator = journal.record(openAi);
 *     // whatever this generator was asked before, by this run or an earlier one, it does not ask again
 * }
 * }</pre>
 *
 * <p>A crash loses nothing that was answered: each line is flushed to the disk before its answer is passed on (see
 * {@link FlushPolicy}). A last line that was cut short is cut off when the journal is opened again, is kept in a file beside
 * whose name ends with {@code .torn}, and is told in the log and by {@link #recovery()}. Any other damaged line is an
 * error that names the line, because nobody but Warmstart should have written there.
 *
 * <p>The file holds ids of users and items as they are, values and origins, but no titles, no profiles and no ratings.
 * Where the file system knows permissions it is created for its owner only; permissions of a file that exists stay. Lines
 * are independent of each other: to forget a user, delete the lines that name the user as subject while the journal is
 * closed.
 *
 * <p>Opening reads the file once. From then on answers stay on the disk, and some 30 to 40 bytes a signal in memory say where.
 * One process at a time may have a journal open; within it, a journal is thread-safe and can be shared by any number of
 * generators.
 */
public final class SignalJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SignalJournal.class);

    /** Lines read last that are kept in memory: answers to one question mostly stand in one line. */
    private static final int KEPT_LINES = 64;
    /** For designs and settings that no line has. */
    private static final int UNKNOWN = -1;

    private final Path path;
    private final FlushPolicy sync;
    private final JournalFile file;
    private final AnswerIndex index = new AnswerIndex();
    /** Designs and settings are few, so the index knows them by numbers. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private final Recovery recovery;
    private boolean unflushed;
    private final Map<Integer, JournalEntry> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        /** In here the name alone would be that of the map's own entries. */
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, io.github.warmstart.journal.JournalEntry> eldest) {
            return size() > KEPT_LINES;
        }
    };

    private SignalJournal(Path path, FlushPolicy sync) {
        this.path = path;
        this.sync = sync;
        file = JournalFile.open(path);
        long torn;
        try {
            torn = file.readAll(this::add);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        recovery = new Recovery(
                index.lineCount(), index.signals(), torn, torn == 0 ? Optional.empty() : Optional.of(file.aside()));
        if (torn > 0) {
            LOG.warn(
                    "the last line of journal {} was cut short by a crash: its {} bytes are now in {}; {} whole answers are there",
                    path,
                    torn,
                    file.aside(),
                    index.lineCount());
        }
    }

    /**
     * Opens a journal, or begins one, flushing each answer to the disk.
     *
     * @param path the file, in a folder that exists
     * @return the journal, to be closed
     * @throws JournalException if the file cannot be opened, is open already, is no journal, or has a damaged line before
     *     its last
     */
    public static SignalJournal open(Path path) {
        return open(path, FlushPolicy.EACH_ANSWER);
    }

    /**
     * Opens a journal, or begins one.
     *
     * @param path the file, in a folder that exists
     * @param sync when to flush
     * @return the journal, to be closed
     * @throws JournalException if the file cannot be opened, is open already, is no journal, or has a damaged line before
     *     its last
     */
    public static SignalJournal open(Path path, FlushPolicy sync) {
        return new SignalJournal(requireNonNull(path, "path"), requireNonNull(sync, "sync"));
    }

    /**
     * A generator that asks another one, but never what this journal knows by {@link ReusePolicy#SAME_PAIR}, and keeps here what
     * it is told.
     *
     * @param generator whom to ask; its {@linkplain SyntheticSignalGenerator#design() design} says whose answers are its own
     * @return a generator that is as good for several threads as that one; the same one, if this journal has made it
     */
    public SyntheticSignalGenerator record(SyntheticSignalGenerator generator) {
        boolean mine = generator instanceof JournaledGenerator journaled && journaled.journal() == this;
        return mine ? generator : record(generator, ReusePolicy.SAME_PAIR);
    }

    /**
     * The same, with another rule of what is known.
     *
     * @param generator whom to ask
     * @param reuse which answers are used again
     * @return a generator that is as good for several threads as that one
     */
    public SyntheticSignalGenerator record(SyntheticSignalGenerator generator, ReusePolicy reuse) {
        return JournaledGenerator.recording(
                this, requireNonNull(generator, "generator"), requireNonNull(reuse, "reuse"));
    }

    /**
     * A generator that answers from this journal alone, whatever design its answers are of: without a network, without a
     * key, for nothing. What is not there cannot be answered.
     *
     * @return a generator for any number of threads; nothing is written
     */
    public SyntheticSignalGenerator replay() {
        return JournaledGenerator.replaying(this);
    }

    /**
     * What was found when the journal was opened.
     *
     * @return counts, and what was cut off
     */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * Where the journal is.
     *
     * @return the path it was opened by
     */
    public Path path() {
        return path;
    }

    /** Writes an answer to the end of the file. */
    synchronized void append(String design, SignalReply checked) {
        JournalEntry entry = JournalEntry.of(design, checked);
        add(entry, file.append(LineWriter.write(entry), sync == FlushPolicy.EACH_ANSWER));
        unflushed = sync == FlushPolicy.EACH_CALL;
    }

    /** A call of a generator has come to its end. */
    synchronized void endOfCall() {
        if (unflushed) {
            unflushed = false;
            file.sync();
        }
    }

    private void add(JournalEntry entry, long nextStart) {
        index.addLine(nextStart, numbers.computeIfAbsent(entry.setting(), s -> numbers.size()), design(entry));
        for (String itemId : entry.answers().keySet()) {
            index.addSignal(AnswerIndex.key(entry.kind(), entry.subject(), itemId));
        }
    }

    private int design(JournalEntry entry) {
        return numbers.computeIfAbsent("design " + entry.design(), design -> numbers.size());
    }

    /** Whether there may be an answer about a pair, of any design and on any scale. */
    synchronized boolean mayHold(SignalKind kind, Optional<String> subject, String itemId) {
        return index.newest(AnswerIndex.key(kind, subject, itemId)) != AnswerIndex.NONE;
    }

    /**
     * What is known of the items of a request.
     *
     * @param design of the generator; null for any
     * @return the newest answers, in the order of the request
     */
    synchronized Map<String, SyntheticSignal> answers(
            SignalRequest request, @Nullable String design, ReusePolicy reuse) {
        Map<String, SyntheticSignal> found = new LinkedHashMap<>();
        int setting =
                numbers.getOrDefault(JournalEntry.setting(request.scale(), Fingerprint.ofSubject(request)), UNKNOWN);
        int wanted = design == null ? UNKNOWN : numbers.getOrDefault("design " + design, UNKNOWN);
        if (setting == UNKNOWN || (design != null && wanted == UNKNOWN)) {
            return found;
        }
        List<String> questions = reuse == ReusePolicy.SAME_QUESTION ? Fingerprint.ofQuestions(request) : List.of();
        for (int place = 0; place < request.items().size(); place++) {
            String itemId = request.items().get(place).id();
            @Nullable String question = questions.isEmpty() ? null : questions.get(place);
            @Nullable SyntheticSignal newest = newest(request, itemId, setting, wanted, question);
            if (newest != null) {
                found.put(itemId, newest);
            }
        }
        return found;
    }

    /** The newest answer of a setting; of a design unless that is {@link #UNKNOWN}, to a question unless that is null. */
    private @Nullable SyntheticSignal newest(
            SignalRequest request, String itemId, int setting, int design, @Nullable String question) {
        long key = AnswerIndex.key(request.kind(), request.subjectId(), itemId);
        for (int entry = index.newest(key); entry != AnswerIndex.NONE; entry = index.before(entry)) {
            int line = index.line(entry);
            if (index.setting(line) != setting || (design != UNKNOWN && index.design(line) != design)) {
                continue;
            }
            JournalEntry held = read(line);
            JournalEntry.@Nullable Answer answer = held.answers().get(itemId);
            // another question may have the same 64 bits
            if (answer != null
                    && held.kind() == request.kind()
                    && held.subject().equals(request.subjectId())
                    && (question == null || question.equals(answer.question()))) {
                return answer.signal();
            }
        }
        return null;
    }

    private JournalEntry read(int line) {
        JournalEntry entry = kept.get(line);
        if (entry == null) {
            entry = file.read(index.start(line), index.end(line), line + 1L);
            kept.put(line, entry);
        }
        return entry;
    }

    /** Flushes and closes the file, and gives it free. Closing twice does nothing. */
    @Override
    public synchronized void close() {
        file.close();
    }

    /**
     * Names the file and what is in it.
     *
     * @return words for logs
     */
    @Override
    public synchronized String toString() {
        return "SignalJournal[%s, %d answers, %d signals]".formatted(path, index.lineCount(), index.signals());
    }

    /**
     * Content of a journal when it was opened.
     *
     * @param lines whole lines, one for each recorded answer
     * @param signals signals in these lines
     * @param tornBytes bytes of an incomplete last line that were cut off after a crash; 0 if there were none
     * @param keptIn the file that keeps the bytes that were cut off; empty if there were none
     */
    public record Recovery(int lines, long signals, long tornBytes, Optional<Path> keptIn) {}
}
