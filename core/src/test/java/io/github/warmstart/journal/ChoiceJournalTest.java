// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.ChoiceRequest.Exposure;
import io.github.warmstart.signal.ChoiceRequest.Grades;
import io.github.warmstart.signal.ChoiceRequest.Shortlist;
import io.github.warmstart.signal.ChoiceRequest.SimilarItems;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceJournalTest {

    private static final List<Item> ITEMS = Answering.items("a", "b", "c", "d");
    private static final UserProfile ANN = UserProfile.of("ann");
    private static final Exposure EXPOSURE = new Exposure(ITEMS);
    private static final SimilarItems SIMILAR = new SimilarItems(ITEMS.subList(0, 2), ITEMS, true, 2);
    private static final Shortlist SHORTLIST = new Shortlist(ANN, ITEMS.subList(0, 1), ITEMS, 2);
    private static final Grades GRADES = new Grades(List.of("dark", "funny"), ITEMS.subList(0, 2));
    private static final List<SignalRequest> ALL = List.of(EXPOSURE, SIMILAR, SHORTLIST, GRADES);

    private final List<SignalRequest> asked = new ArrayList<>();
    private final SyntheticSignalGenerator generator =
            SyntheticSignalGenerator.oneByOne(Set.of(SignalKind.values()), this::answer);
    private Path file;

    @BeforeEach
    void chooseFile(@TempDir Path folder) {
        file = folder.resolve("answers.jsonl");
    }

    private SignalReply answer(SignalRequest request) {
        asked.add(request);
        List<SyntheticSignal> signals = new ArrayList<>();
        if (request instanceof Exposure) {
            request.items().forEach(item -> signals.add(signal(request, null, item.id(), 2)));
        } else if (request instanceof SimilarItems similar) {
            for (Item item : similar.items()) {
                signals.add(signal(request, item.id(), "c", 1));
                signals.add(signal(request, item.id(), "d", 2));
            }
        } else if (request instanceof Shortlist) {
            signals.add(signal(request, "ann", "d", 1));
            signals.add(signal(request, "ann", "b", 2));
        } else {
            for (Item item : request.items()) {
                signals.add(signal(request, "dark", item.id(), 9));
                signals.add(signal(request, "funny", item.id(), 0));
            }
        }
        return new SignalReply(request, Outcome.COMPLETE, signals, Map.of(), Answering.CALL, "");
    }

    private static SyntheticSignal signal(
            SignalRequest request, @Nullable String subject, String itemId, double value) {
        Origin origin = new Origin("g", "m", "v", "00", Instant.EPOCH);
        return new SyntheticSignal(request.kind(), Optional.ofNullable(subject), itemId, value, Set.of(), origin);
    }

    private List<SignalReply> record(SignalRequest... requests) throws InterruptedException {
        try (SignalJournal journal = SignalJournal.open(file)) {
            return Answering.replies(journal.record(generator), requests);
        }
    }

    @Test
    void everyKind_isReadBackAsItWasWritten() throws InterruptedException {
        List<SignalReply> first = record(ALL.toArray(SignalRequest[]::new));
        int calls = asked.size();

        List<SignalReply> again = record(ALL.toArray(SignalRequest[]::new));

        assertThat(asked).hasSize(calls);
        for (int k = 0; k < first.size(); k++) {
            assertThat(again.get(k).signals()).isEqualTo(first.get(k).signals());
            assertThat(again.get(k).outcome()).isEqualTo(Outcome.COMPLETE);
            assertThat(again.get(k).usage()).isEqualTo(Usage.NONE);
        }
    }

    @Test
    void storedAnswers_areFree_andAreReplayed() throws InterruptedException {
        record(ALL.toArray(SignalRequest[]::new));
        try (SignalJournal journal = SignalJournal.open(file)) {
            SyntheticSignalGenerator recording = journal.record(generator);
            for (SignalRequest request : ALL) {
                assertThat(recording.estimate(request)).isEqualTo(Usage.NONE);
                assertThat(Answering.replies(journal.replay(), request).get(0).outcome())
                        .isEqualTo(Outcome.COMPLETE);
            }
            assertThat(recording.kinds()).containsExactlyInAnyOrder(SignalKind.values());
            assertThat(journal.replay().canAnswer(SignalKind.SHORTLIST, Optional.of("ann"), "any"))
                    .isTrue();
            assertThat(journal.replay().canAnswer(SignalKind.SIMILAR, Optional.empty(), "d"))
                    .isFalse();
        }
    }

    @Test
    void partlyStored_asksTheRest() throws InterruptedException {
        record(new Exposure(ITEMS.subList(0, 2)), new SimilarItems(ITEMS.subList(0, 1), ITEMS, true, 2));
        asked.clear();

        List<SignalReply> replies = record(EXPOSURE, SIMILAR);

        assertThat(asked)
                .containsExactly(
                        new Exposure(ITEMS.subList(2, 4)), new SimilarItems(ITEMS.subList(1, 2), ITEMS, true, 2));
        assertThat(replies).allMatch(reply -> reply.outcome() == Outcome.COMPLETE);
        assertThat(replies.get(1).signals())
                .extracting(SyntheticSignal::subject)
                .containsExactly(Optional.of("a"), Optional.of("a"), Optional.of("b"), Optional.of("b"));
    }

    @Test
    void shortlist_ofOtherChoices_isAnotherQuestion() throws InterruptedException {
        record(SHORTLIST);
        asked.clear();

        record(new Shortlist(ANN, ITEMS.subList(0, 2), ITEMS, 2));

        assertThat(asked).hasSize(1);
    }

    @Test
    void shortlist_ofOtherOffers_dropsWhatIsNotOffered() throws InterruptedException {
        record(SHORTLIST);
        asked.clear();

        List<SignalReply> replies = record(new Shortlist(ANN, ITEMS.subList(0, 1), ITEMS.subList(0, 3), 2));

        assertThat(asked).isEmpty();
        assertThat(replies.get(0).signals()).extracting(SyntheticSignal::itemId).containsExactly("b");
    }

    @Test
    void sameQuestion_changedOffer_asksAgain() throws InterruptedException {
        record(SHORTLIST);
        asked.clear();
        try (SignalJournal journal = SignalJournal.open(file)) {
            SyntheticSignalGenerator strict = journal.record(generator, ReusePolicy.SAME_QUESTION);
            Answering.replies(strict, SHORTLIST);
            assertThat(asked).isEmpty();
            Answering.replies(strict, new Shortlist(ANN, ITEMS.subList(0, 1), ITEMS.subList(0, 3), 2));
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void grades_onOtherAttributes_areAnotherQuestion() throws InterruptedException {
        record(GRADES);
        asked.clear();

        ChoiceRequest other = new Grades(List.of("dark", "long"), ITEMS.subList(0, 2));
        record(other);

        assertThat(asked).containsExactly(other);
    }

    @Test
    void invalidSignals_areNotKept() throws InterruptedException {
        SyntheticSignalGenerator wrong = SyntheticSignalGenerator.oneByOne(
                Set.of(SignalKind.EXPOSURE),
                request -> new SignalReply(
                        request,
                        Outcome.COMPLETE,
                        List.of(signal(request, null, "a", 400), signal(request, null, "b", 4)),
                        Map.of(),
                        Usage.NONE,
                        ""));
        try (SignalJournal journal = SignalJournal.open(file)) {
            SignalReply reply =
                    Answering.replies(journal.record(wrong), EXPOSURE).get(0);
            assertThat(reply.signals()).extracting(SyntheticSignal::itemId).containsExactly("b");
            assertThat(reply.rejected())
                    .containsOnly(
                            Map.entry(SignalReply.RejectionReason.OFF_SCALE, 1),
                            Map.entry(SignalReply.RejectionReason.MISSING, 2));
            assertThat(reply.outcome()).isEqualTo(Outcome.PARTIAL);
        }
    }
}
