// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journal of all answers of a generator: an append-only file of one JSON object a line, each with its checksum.
 *
 * <pre>{@code
 * try (SignalJournal journal = SignalJournal.open(Path.of("signals.jsonl"))) {
 *     SyntheticSignalGenerator generator = journal.record(openAi);
 *     // questions that were answered before, in this run or an earlier one, are not asked again
 * }
 * }</pre>
 *
 * <p>A crash loses no answer: each line is flushed to the disk before its answer is passed on (see {@link FlushPolicy}). An
 * incomplete last line is cut off when the journal is opened again, is kept in a file of the same folder whose name ends with
 * {@code .torn}, and is reported in the log and by {@link #recovery()}. Any other damaged line is an error that names the
 * line, because only Warmstart writes to the file.
 *
 * <p>The file holds ids of users and items as they are, values and origins, but no titles, no profiles and no ratings.
 * On a file system with permissions it is created for its owner only; an existing file keeps its permissions. Lines are
 * independent of each other: to forget a user, delete the lines with the user as subject while the journal is closed.
 *
 * <p>Opening reads the file once. Answers stay on the disk, with some 30 to 40 bytes a signal in memory as an index.
 * One process at a time may have a journal open; within it, a journal is thread-safe and can be shared by any number of
 * generators.
 */
public final class SignalJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SignalJournal.class);

    /** Number of lines in the cache: answers to one request are mostly in one line. */
    private static final int MAX_CACHED_LINES = 64;
    /** Number of a design or setting that no line has. */
    private static final int UNKNOWN = -1;

    private final Path path;
    private final FlushPolicy flush;
    private final JournalFile file;
    private final AnswerIndex index = new AnswerIndex();
    /** Numbers of designs and settings, of which there are few. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private final Recovery recovery;
    private boolean unflushed;
    private final Map<Integer, JournalEntry> cache = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, JournalEntry> eldest) {
            return size() > MAX_CACHED_LINES;
        }
    };

    private SignalJournal(Path path, FlushPolicy flush) {
        this.path = path;
        this.flush = flush;
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
     * Opens or creates a journal that flushes each answer to the disk.
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
     * Opens or creates a journal.
     *
     * @param path the file, in a folder that exists
     * @param flush when to flush
     * @return the journal, to be closed
     * @throws JournalException if the file cannot be opened, is open already, is no journal, or has a damaged line before
     *     its last
     */
    public static SignalJournal open(Path path, FlushPolicy flush) {
        return new SignalJournal(requireNonNull(path, "path"), requireNonNull(flush, "flush"));
    }

    /**
     * Wraps a generator: answers from this journal by {@link ReusePolicy#SAME_PAIR}, asks the generator for the rest, and
     * records its answers here.
     *
     * <p>A reply from the journal alone has no usage, and is estimated to have none. If the journal cannot be written, the
     * current answer is passed on, and then the call ends with a {@code SignalException} about all requests. One call never
     * asks a question twice; two concurrent calls may. The result needs no closing; close the journal and the wrapped
     * generator.
     *
     * @param generator the generator to wrap; earlier answers of the same
     *     {@linkplain SyntheticSignalGenerator#design() design} are used
     * @return a generator that is as thread-safe as the wrapped one; the argument itself if this journal wraps it already
     */
    public SyntheticSignalGenerator record(SyntheticSignalGenerator generator) {
        boolean mine = generator instanceof JournaledGenerator journaled && journaled.journal() == this;
        return mine ? generator : record(generator, ReusePolicy.SAME_PAIR);
    }

    /**
     * Wraps a generator, with another rule for the reuse of answers.
     *
     * @param generator the generator to wrap
     * @param reuse the answers that are used again
     * @return a generator that is as thread-safe as the wrapped one
     */
    public SyntheticSignalGenerator record(SyntheticSignalGenerator generator, ReusePolicy reuse) {
        return JournaledGenerator.recording(
                this, requireNonNull(generator, "generator"), requireNonNull(reuse, "reuse"));
    }

    /**
     * A generator that answers from this journal alone, by answers of any design: without a network, a key or cost. It
     * cannot answer other questions.
     *
     * @return a generator for any number of threads; nothing is written
     */
    public SyntheticSignalGenerator replay() {
        return JournaledGenerator.replaying(this);
    }

    /**
     * Content of the journal when it was opened.
     *
     * @return counts, and the bytes that were cut off
     */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * The path of the file.
     *
     * @return the path as it was given
     */
    public Path path() {
        return path;
    }

    /** Writes an answer to the end of the file. */
    synchronized void append(String design, SignalReply checked) {
        JournalEntry entry = JournalEntry.of(design, checked);
        add(entry, file.append(LineWriter.write(entry), flush == FlushPolicy.EACH_ANSWER));
        unflushed = flush == FlushPolicy.EACH_CALL;
    }

    /** Flushes at the end of a call of a generator, if the policy says so. */
    synchronized void endOfCall() {
        if (unflushed) {
            unflushed = false;
            file.sync();
        }
    }

    private void add(JournalEntry entry, long nextStart) {
        index.addLine(nextStart, numbers.computeIfAbsent(entry.setting(), s -> numbers.size()), design(entry));
        for (String question : entry.answers().keySet()) {
            index.addSignal(AnswerIndex.key(entry.kind(), entry.subject(), question));
        }
    }

    private int design(JournalEntry entry) {
        return numbers.computeIfAbsent("design " + entry.design(), design -> numbers.size());
    }

    /** Whether there may be an answer about a pair, of any design and on any scale. */
    synchronized boolean mayHold(SignalKind kind, Optional<String> subject, String itemId) {
        String question = RequestRules.question(kind, subject, itemId);
        return index.newest(AnswerIndex.key(kind, subject, question)) != AnswerIndex.NONE;
    }

    /**
     * Stored answers to a request.
     *
     * @param design the design of the generator; null for any
     * @return the newest answers by {@linkplain RequestRules#question question}, in the order of the request, as far as they
     *     are admissible for it
     */
    synchronized Map<String, List<SyntheticSignal>> answers(
            SignalRequest request, @Nullable String design, ReusePolicy reuse) {
        Map<String, List<SyntheticSignal>> found = new LinkedHashMap<>();
        int setting = numbers.getOrDefault(JournalEntry.setting(request), UNKNOWN);
        int wanted = design == null ? UNKNOWN : numbers.getOrDefault("design " + design, UNKNOWN);
        if (setting == UNKNOWN || (design != null && wanted == UNKNOWN)) {
            return found;
        }
        RequestRules rules = new RequestRules(request);
        List<String> prints = reuse == ReusePolicy.SAME_QUESTION ? Fingerprint.ofQuestions(request) : List.of();
        Set<String> looked = new HashSet<>();
        for (int place = 0; place < request.items().size(); place++) {
            String question = RequestRules.question(request, request.items().get(place));
            if (!looked.add(question)) {
                continue;
            }
            @Nullable String print = prints.isEmpty() ? null : prints.get(place);
            List<SyntheticSignal> newest = newest(request, rules, question, setting, wanted, print);
            if (!newest.isEmpty()) {
                found.put(question, newest);
            }
        }
        return found;
    }

    /** The newest answer of a setting; of a design unless that is {@link #UNKNOWN}, to a question unless that is null. */
    private List<SyntheticSignal> newest(
            SignalRequest request,
            RequestRules rules,
            String question,
            int setting,
            int design,
            @Nullable String print) {
        long key = AnswerIndex.key(request.kind(), request.subjectId(), question);
        for (int entry = index.newest(key); entry != AnswerIndex.NONE; entry = index.before(entry)) {
            int line = index.line(entry);
            if (index.setting(line) != setting || (design != UNKNOWN && index.design(line) != design)) {
                continue;
            }
            JournalEntry held = read(line);
            // another question may have the same key
            if (held.kind() != request.kind() || !held.subject().equals(request.subjectId())) {
                continue;
            }
            boolean single = RequestRules.isSingle(request.kind());
            List<SyntheticSignal> signals = held.answers().getOrDefault(question, List.of()).stream()
                    .filter(answer -> print == null || print.equals(answer.question()))
                    .map(JournalEntry.Answer::signal)
                    .filter(signal -> single || rules.rejection(signal).isEmpty()) // what is offered may have changed
                    .toList();
            if (!signals.isEmpty()) {
                return signals;
            }
        }
        return List.of();
    }

    private JournalEntry read(int line) {
        JournalEntry entry = cache.get(line);
        if (entry == null) {
            entry = file.read(index.start(line), index.end(line), line + 1L);
            cache.put(line, entry);
        }
        return entry;
    }

    /** Flushes and closes the file, and releases the lock. Closing again has no effect. */
    @Override
    public synchronized void close() {
        file.close();
    }

    /**
     * The file and the number of its answers, for logs.
     *
     * @return a short description
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
