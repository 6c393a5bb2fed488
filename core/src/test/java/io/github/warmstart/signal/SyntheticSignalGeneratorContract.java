// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SignalRequest.AsPersona;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every generator must keep. Extend it for each one. */
@Timeout(60)
public abstract class SyntheticSignalGeneratorContract {

    /** A request that holds an item of this title must fail with a {@link SignalException} that cost one call. */
    protected static final String FAILING_TITLE = "The Failing One";

    private static final RatingScale STARS = RatingScale.of(1, 5, 0.5);
    private static final Item ALIEN = Item.of("alien", "Alien");
    private static final Item HEAT = Item.of("heat", "Heat");
    private static final Item UP = Item.of("up", "Up");

    private static final AsUser USER =
            new AsUser(UserProfile.of("ann"), List.of(new KnownRating(UP, 4)), List.of(ALIEN, HEAT), STARS);
    private static final AsPersona PERSONA = new AsPersona(new Persona("p", "a critic"), List.of(HEAT), STARS);
    private static final AsAudience AUDIENCE = new AsAudience(List.of(ALIEN, HEAT, UP), STARS);
    private static final AsAudience FAILING = new AsAudience(List.of(Item.of("x", FAILING_TITLE)), STARS);

    /** A generator that answers every item, with any value on the scale, but fails on {@link #FAILING_TITLE}. */
    protected abstract SyntheticSignalGenerator answering();

    /**
     * A generator whose every answer counts the latch down and then waits until it is interrupted.
     *
     * @param atWork to be counted down once an answer is waited for
     */
    protected abstract SyntheticSignalGenerator waiting(CountDownLatch atWork);

    private List<SignalReply> replies(SignalRequest... requests) throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        answering().generate(List.of(requests), replies::add);
        return replies;
    }

    @Test
    void generate_severalRequests_answersEachOnce() throws InterruptedException {
        assertThat(replies(USER, PERSONA, AUDIENCE))
                .extracting(SignalReply::request)
                .containsExactlyInAnyOrder(USER, PERSONA, AUDIENCE);
    }

    @Test
    void generate_noRequest_repliesNothing() throws InterruptedException {
        assertThat(replies()).isEmpty();
    }

    @Test
    void generate_request_signalsItsItemsOnItsScale() throws InterruptedException {
        for (SignalReply reply : replies(USER, PERSONA, AUDIENCE)) {
            assertThat(reply.outcome()).isEqualTo(Outcome.COMPLETE);
            assertThat(reply.reason()).isEmpty();
            assertThat(reply.signals())
                    .extracting(SyntheticSignal::itemId)
                    .containsExactlyInAnyOrderElementsOf(
                            reply.request().items().stream().map(Item::id).toList());
            assertThat(reply.signals()).allMatch(signal -> STARS.contains(signal.value()));
        }
    }

    @Test
    void generate_request_signalsItsKindAndSubject() throws InterruptedException {
        for (SignalReply reply : replies(USER, PERSONA, AUDIENCE)) {
            assertThat(reply.signals())
                    .allMatch(signal -> signal.kind() == reply.request().kind())
                    .allMatch(signal -> signal.subject().equals(reply.request().subjectId()));
        }
    }

    @Test
    void generate_request_tellsTheOrigin() throws InterruptedException {
        assertThat(replies(USER).get(0).signals())
                .extracting(SyntheticSignal::origin)
                .allSatisfy(origin -> {
                    assertThat(origin.generator()).isNotBlank();
                    assertThat(origin.model()).isNotBlank();
                    assertThat(origin.requestHash()).matches("[0-9a-f]{64}");
                });
    }

    @Test
    void generate_sameQuestionTwice_hasTheSameHash() throws InterruptedException {
        Set<String> hashes = replies(USER, USER, AUDIENCE).stream()
                .flatMap(reply -> reply.signals().stream())
                .map(signal -> signal.origin().requestHash())
                .collect(Collectors.toSet());

        assertThat(hashes).hasSize(2);
    }

    @Test
    void generate_userWithKnownRatings_tellsThemAsEvidence() throws InterruptedException {
        assertThat(replies(USER).get(0).signals())
                .allMatch(signal -> signal.evidence().equals(Set.of("up")));
        assertThat(replies(AUDIENCE).get(0).signals())
                .allMatch(signal -> signal.evidence().isEmpty());
    }

    @Test
    void generate_oneFails_answersTheOthers() throws InterruptedException {
        List<SignalReply> replies = replies(USER, FAILING, AUDIENCE);

        assertThat(replies).hasSize(3);
        for (SignalReply reply : replies) {
            boolean failing = reply.request().equals(FAILING);
            assertThat(reply.outcome()).isEqualTo(failing ? Outcome.FAILED : Outcome.COMPLETE);
            assertThat(reply.reason().isEmpty()).isEqualTo(!failing);
            assertThat(reply.usage().calls()).isEqualTo(1);
        }
    }

    @Test
    void generate_consumerThrows_reachesTheCaller() {
        IllegalStateException refusal = new IllegalStateException("no more");

        assertThatThrownBy(() -> answering().generate(List.of(USER, AUDIENCE), reply -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
    }

    @Test
    void generate_interrupted_endsWithoutAnyReply() throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(1);
        SyntheticSignalGenerator generator = waiting(atWork);
        List<SignalReply> replies = new ArrayList<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                generator.generate(List.of(USER, PERSONA, AUDIENCE), replies::add);
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        caller.start();
        atWork.await();

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(replies).isEmpty();
    }

    @Test
    void generate_interruptedBefore_endsAtOnce() {
        List<SignalReply> replies = new ArrayList<>();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> answering().generate(List.of(USER), replies::add))
                .isInstanceOf(InterruptedException.class);
        assertThat(replies).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void generate_interruptedByTheConsumer_repliesNoMore() {
        List<SignalReply> replies = new ArrayList<>();

        assertThatThrownBy(() -> answering().generate(List.of(USER, PERSONA, AUDIENCE), reply -> {
                    replies.add(reply);
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(replies).hasSize(1);
        assertThat(Thread.interrupted()).isFalse();
    }
}
