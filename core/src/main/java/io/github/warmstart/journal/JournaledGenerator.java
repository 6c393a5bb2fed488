// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.Item;
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
 * A generator with a memory: it answers from a {@link SignalJournal} what it can, asks another generator for the rest, and
 * writes each new answer to the journal before it passes it on.
 *
 * <p>Answers are known by their pair, not by their request: a request of which some items were asked about before is
 * answered from the journal as far as that goes, and only the missing items are asked about. A reply that comes from the
 * journal alone has the usage {@link Usage#NONE}, and {@link #estimate} says so beforehand, so that no budget is charged
 * for it. What was asked and not answered is asked again. An answer comes back as it was given, with its own origin, time
 * and evidence.
 *
 * <p>If the journal cannot be written, the answer at hand is passed on all the same, and then the call ends with a
 * {@link SignalException} about all requests, which names the file: going on would be to pay for answers that nobody
 * keeps. Calls that are then under way at the provider are cancelled, and their answers are lost.
 *
 * <p>Two calls at once may both ask the same; one call never does. Otherwise as good for several threads as the generator
 * beneath. Closing this is nobody's duty: close the journal, and the generator beneath.
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
        return new JournaledGenerator(journal, new Nobody(journal), ReusePolicy.SAME_PAIR, false);
    }

    /** Stands where a generator would be asked. */
    private record Nobody(SignalJournal journal) implements SyntheticSignalGenerator {
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
        public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
            return false;
        }

        @Override
        public Usage estimate(SignalRequest request) {
            return Usage.NONE;
        }
    }

    /**
     * Answers what the journal knows, first and in order, and then asks.
     *
     * @throws InterruptedException if the calling thread was interrupted; what was answered until then is in the journal
     * @throws SignalException if the generator beneath throws one, or the journal cannot be read or written; what the
     *     journal knows of the requests that are still open is handed over before
     */
    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        new JournaledCall(this, List.copyOf(requests), requireNonNull(replies, "replies")).run();
    }

    /** Whether the journal or the generator beneath can. */
    @Override
    public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
        return journal.mayHold(kind, subjectId, itemId) || generator.canAnswer(kind, subjectId, itemId);
    }

    /** What asking about the items that the journal does not know would cost; nothing if it knows all. */
    @Override
    public Usage estimate(SignalRequest request) {
        Set<String> known = journal.answers(request, knownDesign(), reuse).keySet();
        List<Item> missing = request.items().stream()
                .filter(item -> !known.contains(item.id()))
                .toList();
        if (missing.isEmpty()) {
            return Usage.NONE;
        }
        return generator.estimate(known.isEmpty() ? request : request.withItems(missing));
    }

    /** That of the generator beneath. */
    @Override
    public String design() {
        return generator.design();
    }

    /** Whose answers count; null if anybody's do. */
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
     * Names the journal and the generator beneath.
     *
     * @return words for logs
     */
    @Override
    public String toString() {
        return recording ? "%s, recorded in %s".formatted(generator, journal) : "replay of " + journal;
    }
}
