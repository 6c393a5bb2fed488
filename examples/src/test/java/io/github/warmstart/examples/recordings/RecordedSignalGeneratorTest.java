// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedSignalGeneratorTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Recordings recordings;

    @BeforeEach
    void read() {
        recordings = new RecordingFolder(directory).read();
    }

    @Test
    void user_allRecorded_isComplete() throws InterruptedException {
        SignalReply reply = answer(generator().build(), asUser("ann", "casablanca", "dune"));
        assertThat(reply.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(reply.reason()).isEmpty();
        assertThat(reply.rejected()).isEmpty();
        assertThat(reply.usage()).isEqualTo(new Usage(1, 0, 0, 0));
        assertThat(reply.signals()).extracting(SyntheticSignal::value).containsExactly(4.5, 2.0);
        assertThat(reply.signals()).allSatisfy(signal -> {
            assertThat(signal.kind()).isEqualTo(SignalKind.USER);
            assertThat(signal.subject()).contains("ann");
            assertThat(signal.evidence()).containsExactlyInAnyOrder("alien", "brazil");
            assertThat(signal.origin().generator()).isEqualTo("recording");
            assertThat(signal.origin().model()).isEqualTo("recorded-model");
            assertThat(signal.origin().requestHash()).matches("[0-9a-f]{64}");
            assertThat(signal.origin().time()).isEqualTo(NOW);
        });
    }

    @Test
    void user_someRecorded_isPartial() throws InterruptedException {
        SignalReply reply = answer(generator().build(), asUser("ann", "dune", "heat"));
        assertThat(reply.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(reply.signals()).extracting(SyntheticSignal::itemId).containsExactly("dune");
        assertThat(reply.rejected()).containsExactly(entry(RejectionReason.MISSING, 1));
        assertThat(reply.reason())
                .isEqualTo("recording has 1 of 2 answers about this user on the scale 0.5..5.0 by 0.5");
    }

    @Test
    void user_noneRecorded_failsWithAReason() throws InterruptedException {
        SignalReply reply = answer(generator().build(), asUser("bob", "dune", "heat"));
        assertThat(reply.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reply.signals()).isEmpty();
        assertThat(reply.rejected()).containsExactly(entry(RejectionReason.MISSING, 2));
        assertThat(reply.reason()).startsWith("recording has 0 of 2 answers about this user");
    }

    @Test
    void persona_andAudience_areAnswered() throws InterruptedException {
        RecordedSignalGenerator generator = generator().model("some-model").build();
        Persona persona = recordings.personas().get(0);
        SignalReply one = answer(generator, new SignalRequest.AsPersona(persona, items("alien"), Recordings.SCALE));
        assertThat(one.signals()).singleElement().satisfies(signal -> {
            assertThat(signal.value()).isEqualTo(3.5);
            assertThat(signal.subject()).contains("P0");
            assertThat(signal.evidence()).isEmpty();
            assertThat(signal.origin().model()).isEqualTo("some-model");
        });
        SignalReply all = answer(generator, new SignalRequest.AsAudience(items("dune", "alien"), Recordings.SCALE));
        assertThat(all.signals()).extracting(SyntheticSignal::value).containsExactly(3.2, 4.07);
        assertThat(all.signals()).extracting(SyntheticSignal::subject).containsOnly(Optional.empty());
    }

    @Test
    void coldItems_areAnsweredOnlyIfEnabled() throws InterruptedException {
        SignalRequest question = asUser("zoe", "new1");
        assertThat(answer(generator().build(), question).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(answer(generator().coldItems(true).build(), question).signals())
                .extracting(SyntheticSignal::value)
                .containsExactly(3.0);
    }

    @Test
    void canAnswer_isTrueForRecordedAnswers() {
        RecordedSignalGenerator usual = generator().build();
        RecordedSignalGenerator colder = generator().coldItems(true).build();
        assertThat(usual.canAnswer(SignalKind.USER, Optional.of("ann"), "dune")).isTrue();
        assertThat(usual.canAnswer(SignalKind.USER, Optional.of("ann"), "alien"))
                .isFalse();
        assertThat(usual.canAnswer(SignalKind.PERSONA, Optional.of("P0"), "alien"))
                .isTrue();
        assertThat(usual.canAnswer(SignalKind.AUDIENCE, Optional.empty(), "alien"))
                .isTrue();
        assertThat(usual.canAnswer(SignalKind.AUDIENCE, Optional.empty(), "brazil"))
                .isFalse();
        assertThat(usual.canAnswer(SignalKind.USER, Optional.of("zoe"), "new1")).isFalse();
        assertThat(colder.canAnswer(SignalKind.USER, Optional.of("zoe"), "new1"))
                .isTrue();
    }

    @Test
    void anotherScale_rejectsValuesOffIt() throws InterruptedException {
        SignalRequest question = new SignalRequest.AsAudience(items("alien", "dune"), RatingScale.of(0, 4));
        SignalReply reply = answer(generator().build(), question);
        assertThat(reply.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(reply.rejected()).containsExactly(entry(RejectionReason.OFF_SCALE, 1));
    }

    @Test
    void tokenEstimate_countsPromptTitlesAndAnswers() throws InterruptedException {
        SignalReply reply = answer(generator().tokenEstimate(true).build(), asUser("ann", "dune", "heat"));
        assertThat(reply.usage()).isEqualTo(new Usage(1, 150 + 15 * 4, 0, 10));
    }

    @Test
    void counts_addUp() throws InterruptedException {
        RecordedSignalGenerator generator = generator().build();
        answer(generator, asUser("ann", "dune", "heat"));
        answer(generator, asUser("bob", "dune"));
        assertThat(generator.requests()).isEqualTo(2);
        assertThat(generator.signalsAsked()).isEqualTo(3);
        assertThat(generator.signalsGiven()).isEqualTo(1);
    }

    @Test
    void requestHash_isEqualForEqualQuestionsOnly() throws InterruptedException {
        RecordedSignalGenerator generator = generator().build();
        String first = hash(answer(generator, asUser("ann", "casablanca", "dune")));
        assertThat(hash(answer(generator, asUser("ann", "casablanca", "dune")))).isEqualTo(first);
        assertThat(hash(answer(generator, asUser("ann", "dune")))).isNotEqualTo(first);
    }

    @Test
    void interrupted_endsTheCallWithoutReplies() {
        List<SignalReply> replies = new ArrayList<>();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() ->
                        RecordedSignalGenerator.of(recordings).generate(List.of(asUser("ann", "dune")), replies::add));
        assertThat(replies).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    private RecordedSignalGenerator.Builder generator() {
        return RecordedSignalGenerator.builder(recordings).clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static SignalRequest asUser(String user, String... movies) {
        List<KnownRating> known = items("alien", "brazil").stream()
                .map(item -> new KnownRating(item, 4))
                .toList();
        return new SignalRequest.AsUser(UserProfile.of(user), known, items(movies), Recordings.SCALE);
    }

    private static List<Item> items(String... movies) {
        return Stream.of(movies).map(movie -> Item.of(movie, movie)).toList();
    }

    private static SignalReply answer(RecordedSignalGenerator generator, SignalRequest request)
            throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        generator.generate(List.of(request), replies::add);
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }

    private static String hash(SignalReply reply) {
        return reply.signals().get(0).origin().requestHash();
    }
}
