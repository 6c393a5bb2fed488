// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Generator that answers from a {@link SignalJournal} where possible, asks another generator for the rest, and writes each
 * new answer to the journal before it passes it on.
 *
 * <p>Answers are found by pair, not by request: if some items of a request were answered before, only the missing items are
 * asked about. A reply from the journal alone has the usage {@link Usage#NONE}, which {@link #estimate} returns beforehand,
 * so that it is not charged to a budget. Items without an answer are asked about again. An answer is returned as it was
 * given, with its own origin, time and evidence.
 *
 * <p>If the journal cannot be written, the current answer is passed on, and then the call ends with a
 * {@link SignalException} about all requests, which names the file: continuing would buy answers that cannot be stored.
 * Calls in flight at the provider are then cancelled, and their answers are lost.
 *
 * <p>Two concurrent calls may both ask the same question; one call never asks it twice. Otherwise as thread-safe as the
 * wrapped generator. Needs no closing; close the journal and the wrapped generator.
 */
final class JournaledGenerator implements SyntheticSignalGenerator {

    private final SignalJournal journal;
    private final SyntheticSignalGenerator generator;
    private final ReusePolicy reuse;
    private final boolean recording;

    private JournaledGenerator(
            SignalJournal journal, SyntheticSignalGenerator generator, ReusePolicy reuse, boolean recording) {
        this.journal = journal;
        this.generator = generator;
        this.reuse = reuse;
        this.recording = recording;
    }

    static JournaledGenerator recording(SignalJournal journal, SyntheticSignalGenerator generator, ReusePolicy reuse) {
        return new JournaledGenerator(journal, generator, reuse, true);
    }

    static JournaledGenerator replaying(SignalJournal journal) {
        return new JournaledGenerator(journal, new NoGenerator(journal), ReusePolicy.SAME_PAIR, false);
    }

    /** Generator of a replay: it answers nothing. */
    private record NoGenerator(SignalJournal journal) implements SyntheticSignalGenerator {
        @Override
        public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
            SyntheticSignalGenerator.oneByOne(request -> new SignalReply(
                            request,
                            SignalReply.Outcome.FAILED,
                            List.of(),
                            Map.of(RejectionReason.MISSING, request.items().size()),
                            Usage.NONE,
                            "journal %s holds no answer to this question about %d items, and nobody else is asked"
                                    .formatted(journal.path(), request.items().size())))
                    .generate(requests, replies);
        }

        @Override
        public Set<SignalKind> kinds() {
            return Set.of(SignalKind.values());
        }

        @Override
        public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
            return false;
        }

        @Override
        public Usage estimate(SignalRequest request) {
            return Usage.NONE;
        }
    }

    /**
     * Answers from the journal first, in order, and then asks the wrapped generator.
     *
     * @throws InterruptedException if the calling thread was interrupted; all answers until then are in the journal
     * @throws SignalException if the wrapped generator throws one, or the journal cannot be read or written; stored answers
     *     to the open requests are passed on before
     */
    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        new JournaledCall(this, List.copyOf(requests), requireNonNull(replies, "replies")).run();
    }

    /** The kinds of the wrapped generator; in a replay all kinds. */
    @Override
    public Set<SignalKind> kinds() {
        return generator.kinds();
    }

    /** Whether the journal or the wrapped generator can answer. */
    @Override
    public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
        return journal.mayHold(kind, subjectId, itemId) || generator.canAnswer(kind, subjectId, itemId);
    }

    /** The usage of a request about the items without a stored answer; none if there are no such items. */
    @Override
    public Usage estimate(SignalRequest request) {
        Set<String> known = journal.answers(request, knownDesign(), reuse).keySet();
        List<Item> missing = request.items().stream()
                .filter(item -> !known.contains(RequestRules.question(request, item)))
                .toList();
        if (missing.isEmpty()) {
            return Usage.NONE;
        }
        return generator.estimate(known.isEmpty() ? request : request.withItems(missing));
    }

    /** The design of the wrapped generator. */
    @Override
    public String design() {
        return generator.design();
    }

    /** The design whose answers are used; null for any. */
    @Nullable
    String knownDesign() {
        return recording ? generator.design() : null;
    }

    SignalJournal journal() {
        return journal;
    }

    SyntheticSignalGenerator generator() {
        return generator;
    }

    ReusePolicy reuse() {
        return reuse;
    }

    /** Whether new answers are written. */
    boolean recording() {
        return recording;
    }

    /**
     * The journal and the wrapped generator, for logs.
     *
     * @return a short description
     */
    @Override
    public String toString() {
        return recording ? "%s, recorded in %s".formatted(generator, journal) : "replay of " + journal;
    }
}
