// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import static io.github.warmstart.journal.Answering.CALL;
import static io.github.warmstart.journal.Answering.SCALE;
import static io.github.warmstart.journal.Answering.audience;
import static io.github.warmstart.journal.Answering.item;
import static io.github.warmstart.journal.Answering.items;
import static io.github.warmstart.journal.Answering.replies;
import static io.github.warmstart.journal.Answering.user;
import static io.github.warmstart.journal.Answering.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SignalRequest.AsPersona;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledGeneratorTest {

    @TempDir
    private Path folder;

    private SignalJournal journal;
    private final Answering model = new Answering();
    private SyntheticSignalGenerator generator;

    @BeforeEach
    void open() {
        journal = SignalJournal.open(folder.resolve("journal.jsonl"));
        generator = journal.record(model);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void restart() {
        journal.close();
        open();
    }

    @Test
    void generate_sameQuestionAfterARestart_asksNothing() throws InterruptedException {
        SignalReply first = replies(generator, audience("alien", "heat")).get(0);
        restart();

        SignalReply again = replies(generator, audience("alien", "heat")).get(0);

        assertThat(model.asked).hasSize(1);
        assertThat(again.signals()).isEqualTo(first.signals());
        assertThat(again.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(again.reason()).isEmpty();
        assertThat(first.usage()).isEqualTo(CALL);
        assertThat(again.usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void generate_otherBatches_asksNothing() throws InterruptedException {
        replies(generator, audience("alien", "heat"), audience("up", "ran"));
        restart();

        List<SignalReply> again = replies(generator, audience("ran", "alien", "up"), audience("heat"));

        assertThat(model.asked).hasSize(2);
        assertThat(again).extracting(Answering::values).containsExactly(List.of(4.0, 1.0, 3.0), List.of(2.0));
    }

    @Test
    void generate_partlyKnown_asksAboutTheOthersOnly() throws InterruptedException {
        replies(generator, audience("alien", "heat"));

        SignalReply reply = replies(generator, audience("up", "heat", "ran")).get(0);

        assertThat(model.asked.get(1)).isEqualTo(audience("up", "ran"));
        assertThat(reply.request()).isEqualTo(audience("up", "heat", "ran"));
        assertThat(values(reply)).containsExactly(3.0, 2.0, 4.0);
        assertThat(reply.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(reply.usage()).isEqualTo(CALL);
    }

    @Test
    void generate_answeredInVain_isAskedAgainAboutThatOnly() throws InterruptedException {
        model.silentAbout.add("heat");
        SignalReply first = replies(generator, audience("alien", "heat")).get(0);
        restart();
        SignalReply second = replies(generator, audience("alien", "heat")).get(0);
        model.silentAbout.clear();
        SignalReply third = replies(generator, audience("alien", "heat")).get(0);

        assertThat(first.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(second.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(second.reason()).isEqualTo("1 of 2 items came from the journal; of the others: it would not say");
        assertThat(second.rejected()).containsOnlyKeys(RejectionReason.MISSING);
        assertThat(third.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(model.asked).containsExactly(audience("alien", "heat"), audience("heat"), audience("heat"));
    }

    @Test
    void generate_userHasRatedMore_keepsTheOlderAnswerAndItsEvidence() throws InterruptedException {
        replies(generator, user("ann", List.of("up"), "alien", "heat"));
        restart();

        SignalReply reply = replies(generator, user("ann", List.of("up", "ran", "heat"), "alien"))
                .get(0);

        assertThat(model.asked).hasSize(1);
        assertThat(reply.signals()).extracting(SyntheticSignal::evidence).containsExactly(Set.of("up"));
    }

    @Test
    void generate_sameQuestionOnly_asksAnewWhereTheUserHasRatedMore() throws InterruptedException {
        SyntheticSignalGenerator strict = journal.record(model, ReusePolicy.SAME_QUESTION);
        replies(strict, user("ann", List.of("up"), "alien", "heat"));

        replies(strict, user("ann", List.of("up"), "heat"));
        assertThat(model.asked).hasSize(1);
        SignalReply anew =
                replies(strict, user("ann", List.of("up", "ran"), "alien")).get(0);
        assertThat(model.asked).hasSize(2);

        // from then on the newer answer is the one that counts
        assertThat(replies(generator, user("ann", List.of(), "alien")).get(0).signals())
                .isEqualTo(anew.signals());
        assertThat(replies(strict, user("ann", List.of("up"), "alien")).get(0).signals())
                .isNotEqualTo(anew.signals());
        assertThat(model.asked).hasSize(2);
    }

    @Test
    void generate_itemsTextHasChanged_isAskedAnewByTheStrictRuleOnly() throws InterruptedException {
        replies(generator, audience("alien"));
        SignalRequest renamed = new AsAudience(List.of(item("alien").with("year", "1979")), SCALE);

        replies(generator, renamed);
        assertThat(model.asked).hasSize(1);
        replies(journal.record(model, ReusePolicy.SAME_QUESTION), renamed);
        assertThat(model.asked).hasSize(2);
    }

    @Test
    void generate_otherSubjectScalePersonaOrDesign_isAsked() throws InterruptedException {
        Persona critic = new Persona("p", "a critic");
        replies(generator, audience("alien"));
        replies(generator, new AsPersona(critic, items("alien"), SCALE));

        replies(generator, user("ann", List.of(), "alien"));
        replies(generator, user("bob", List.of(), "alien"));
        replies(generator, user("p", List.of(), "alien"));
        replies(generator, new AsAudience(items("alien"), RatingScale.of(0, 1_000_000, 1)));
        replies(generator, new AsPersona(new Persona("p", "a child"), items("alien"), SCALE));
        replies(generator, new AsPersona(new Persona("q", "a critic"), items("alien"), SCALE));
        assertThat(model.asked).hasSize(8);
        Answering other = new Answering("another model");
        replies(journal.record(other), audience("alien"));
        assertThat(other.asked).hasSize(1);

        restart();
        replies(generator, new AsPersona(critic, items("alien"), SCALE), audience("alien"));
        assertThat(model.asked).hasSize(8);
    }

    @Test
    void generate_sameItemTwiceInOneCall_isAskedOnce() throws InterruptedException {
        List<SignalReply> replies =
                replies(generator, audience("alien", "heat"), audience("heat", "up"), audience("alien"));

        assertThat(model.asked).containsExactly(audience("alien", "heat"), audience("up"));
        assertThat(replies)
                .extracting(SignalReply::request)
                .containsExactlyInAnyOrder(audience("alien", "heat"), audience("heat", "up"), audience("alien"));
        assertThat(replies).allMatch(reply -> reply.outcome() == Outcome.COMPLETE);
    }

    @Test
    void generate_junk_isNeitherKeptNorTakenForAnAnswer() throws InterruptedException {
        SyntheticSignalGenerator junk = SyntheticSignalGenerator.oneByOne(request -> {
            SignalReply good = model.answer(request);
            List<SyntheticSignal> bad = good.signals().stream()
                    .map(signal -> new SyntheticSignal(
                            signal.kind(), signal.subject(), signal.itemId(), -7, Set.of(), signal.origin()))
                    .toList();
            return new SignalReply(request, Outcome.COMPLETE, bad, good.rejected(), CALL, "");
        });

        assertThat(replies(journal.record(junk), audience("alien")).get(0).rejected())
                .containsOnlyKeys(RejectionReason.OFF_SCALE);
        replies(generator, audience("alien"));
        assertThat(model.asked).hasSize(2);
    }

    @Test
    void generate_consumerThrows_theAnswerIsKept() {
        assertThatThrownBy(() -> generator.generate(List.of(audience("alien")), reply -> {
                    throw new IllegalStateException("no more");
                }))
                .hasMessage("no more");

        assertThat(generator.estimate(audience("alien"))).isEqualTo(Usage.NONE);
    }

    @Test
    void generate_generatorGivesUp_handsOverWhatTheJournalKnows() throws InterruptedException {
        replies(generator, audience("alien"), audience("heat"));
        SignalException down = new SignalException("key revoked", null, CALL, SignalException.Reach.ALL_REQUESTS);
        SyntheticSignalGenerator dead = (requests, replies) -> {
            throw down;
        };
        List<SignalReply> replies = new ArrayList<>();

        assertThatThrownBy(() -> journal.record(dead)
                        .generate(
                                List.of(
                                        audience("alien", "up"),
                                        audience("heat"),
                                        audience("up", "heat"),
                                        audience("ran")),
                                replies::add))
                .isSameAs(down);

        assertThat(replies)
                .extracting(SignalReply::request)
                .containsExactly(audience("heat"), audience("alien", "up"), audience("up", "heat"));
        assertThat(replies)
                .extracting(SignalReply::reason)
                .containsExactly(
                        "",
                        "the generator gave up before it answered about the others",
                        "the generator gave up before it was asked about the others");
    }

    @Test
    void generate_noReplyComes_handsOverWhatTheJournalKnows() throws InterruptedException {
        replies(generator, audience("alien"));
        SyntheticSignalGenerator mute = (requests, replies) -> {};

        List<SignalReply> replies = replies(journal.record(mute), audience("alien", "up"), audience("ran"));

        assertThat(replies).hasSize(1);
        assertThat(replies.get(0).reason()).isEqualTo("no reply came to the question about the others");
    }

    @Test
    void generate_interruptedAsTheAnswerArrives_keepsItAndStaysOpen() {
        SyntheticSignalGenerator interrupted = (requests, replies) -> {
            Thread.currentThread().interrupt();
            replies.accept(model.answer(requests.get(0)));
            Thread.interrupted();
            throw new InterruptedException("now");
        };

        assertThatThrownBy(() -> replies(journal.record(interrupted), audience("alien")))
                .isInstanceOf(InterruptedException.class);

        assertThat(generator.estimate(audience("alien"))).isEqualTo(Usage.NONE);
        restart();
        assertThat(generator.estimate(audience("alien"))).isEqualTo(Usage.NONE);
    }

    @Test
    void generate_closedJournal_passesTheAnswerOnAndEndsTheCall() {
        List<SignalReply> replies = new ArrayList<>();
        SyntheticSignalGenerator closing = SyntheticSignalGenerator.oneByOne(request -> {
            journal.close();
            return model.answer(request);
        });

        assertThatThrownBy(() ->
                        journal.record(closing).generate(List.of(audience("alien"), audience("up")), replies::add))
                .isInstanceOfSatisfying(
                        SignalException.class, e -> assertThat(e.endsJob()).isTrue())
                .hasMessage("journal %s must be open, but was closed: close it after the last warm start"
                        .formatted(journal.path()));

        assertThat(replies).hasSize(1);
        assertThat(replies.get(0).outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void estimate_isOfWhatIsMissing() throws InterruptedException {
        replies(generator, audience("alien", "heat"));

        assertThat(generator.estimate(audience("alien", "heat"))).isEqualTo(Usage.NONE);
        assertThat(generator.estimate(audience("alien", "up"))).isEqualTo(model.estimate(audience("up")));
        assertThat(generator.estimate(audience("up", "ran"))).isEqualTo(model.estimate(audience("up", "ran")));
        assertThat(model.asked).hasSize(1);
    }

    @Test
    void canAnswer_isWhatEitherCan() throws InterruptedException {
        SyntheticSignalGenerator onlyHeat = new SyntheticSignalGenerator() {
            @Override
            public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies)
                    throws InterruptedException {
                model.generate(requests, replies);
            }

            @Override
            public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
                return itemId.equals("heat");
            }
        };
        replies(generator, audience("alien"));
        SyntheticSignalGenerator both = journal.record(onlyHeat);

        assertThat(both.canAnswer(SignalKind.AUDIENCE, Optional.empty(), "alien"))
                .isTrue();
        assertThat(both.canAnswer(SignalKind.AUDIENCE, Optional.empty(), "heat"))
                .isTrue();
        assertThat(both.canAnswer(SignalKind.AUDIENCE, Optional.empty(), "up")).isFalse();
        assertThat(both.canAnswer(SignalKind.USER, Optional.of("ann"), "alien")).isFalse();
    }

    @Test
    void record_whatIsRecordedHere_isThatItself() {
        SyntheticSignalGenerator strict = journal.record(model, ReusePolicy.SAME_QUESTION);
        SyntheticSignalGenerator replay = journal.replay();

        assertThat(journal.record(strict)).isSameAs(strict);
        assertThat(journal.record(replay)).isSameAs(replay);
        assertThat(generator.toString()).endsWith(", recorded in " + journal);
        assertThat(replay).hasToString("replay of " + journal);
    }

    @Test
    void design_isThatOfTheGeneratorBeneath() {
        assertThat(journal.record(new Answering("a model")).design()).isEqualTo("a model");
        assertThat(generator.design()).isEmpty();
    }

    @Test
    void replay_answersFromTheJournalAlone() throws Exception {
        Answering other = new Answering("another model");
        replies(journal.record(other), audience("alien"));
        replies(generator, user("ann", List.of("up"), "heat"));
        byte[] before = Files.readAllBytes(journal.path());
        restart();
        SyntheticSignalGenerator replay = journal.replay();

        List<SignalReply> replies =
                replies(replay, audience("alien", "up"), user("ann", List.of(), "heat"), audience("ran"));

        assertThat(replies)
                .extracting(SignalReply::outcome)
                .containsExactly(Outcome.COMPLETE, Outcome.PARTIAL, Outcome.FAILED);
        assertThat(replies).allMatch(reply -> reply.usage().equals(Usage.NONE));
        assertThat(replies.get(2).reason())
                .isEqualTo("journal %s holds no answer to this question about 1 items, and nobody else is asked"
                        .formatted(journal.path()));
        assertThat(replies.get(2).rejected()).containsEntry(RejectionReason.MISSING, 1);
        assertThat(replay.canAnswer(SignalKind.USER, Optional.of("ann"), "heat"))
                .isTrue();
        assertThat(replay.canAnswer(SignalKind.USER, Optional.of("bob"), "heat"))
                .isFalse();
        assertThat(replay.estimate(audience("ran"))).isEqualTo(Usage.NONE);
        assertThat(Files.readAllBytes(journal.path())).isEqualTo(before);
    }
}
