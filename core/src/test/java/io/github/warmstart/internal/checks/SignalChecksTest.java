// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignalChecksTest {

    private static final List<Item> ITEMS = List.of(Item.of("alien", "Alien"), Item.of("brazil", "Brazil"));
    private static final Usage USAGE = new Usage(1, 20, 0, 10);
    private static final SignalRequest AUDIENCE = new SignalRequest.AsAudience(ITEMS, Ratings.STARS);
    private static final SignalRequest ANN =
            new SignalRequest.AsUser(UserProfile.of("ann"), List.of(), ITEMS, Ratings.STARS);
    private static final SignalRequest HIPSTER =
            new SignalRequest.AsPersona(new Persona("hipster", "likes what you do not know"), ITEMS, Ratings.STARS);

    private static SignalReply check(SignalRequest request, SyntheticSignal... signals) {
        return SignalChecks.check(
                new SignalReply(request, SignalReply.Outcome.COMPLETE, List.of(signals), Map.of(), USAGE, ""), 0);
    }

    @Test
    void check_goodSignals_keepsAllInOrder() {
        SyntheticSignal brazil = Signals.audience("brazil", 1);
        SyntheticSignal alien = Signals.audience("alien", 5);

        SignalReply found = check(AUDIENCE, brazil, alien);

        assertThat(found.signals()).containsExactly(brazil, alien);
        assertThat(found.rejected()).isEmpty();
        assertThat(found.request()).isEqualTo(AUDIENCE);
        assertThat(found.usage()).isEqualTo(USAGE);
        assertThat(found.outcome()).isEqualTo(SignalReply.Outcome.COMPLETE);
    }

    @Test
    void check_itemThatWasNotAsked_isRejected() {
        SignalReply found = check(AUDIENCE, Signals.audience("casino", 3), Signals.audience("alien", 3));

        assertThat(found.signals()).extracting(SyntheticSignal::itemId).containsExactly("alien");
        // brazil was asked about as well, and casino does not answer it
        assertThat(found.rejected()).isEqualTo(Map.of(RejectionReason.UNKNOWN_ITEM, 1, RejectionReason.MISSING, 1));
    }

    @Test
    void check_otherSubjectOrKind_isRejected() {
        assertThat(check(ANN, Signals.user("bob", "alien", 3)).rejected())
                .isEqualTo(Map.of(
                        RejectionReason.UNKNOWN_ITEM,
                        1,
                        RejectionReason.MISSING,
                        ANN.items().size()));
        assertThat(check(ANN, Signals.audience("alien", 3)).rejected())
                .isEqualTo(Map.of(
                        RejectionReason.UNKNOWN_ITEM,
                        1,
                        RejectionReason.MISSING,
                        ANN.items().size()));
        assertThat(check(AUDIENCE, Signals.user("ann", "alien", 3)).signals()).isEmpty();
        assertThat(check(HIPSTER, Signals.user("hipster", "alien", 3)).signals())
                .isEmpty();
        assertThat(check(HIPSTER, Signals.persona("hipster", "alien", 3)).signals())
                .hasSize(1);
        assertThat(check(ANN, Signals.user("ann", "alien", 3)).signals()).hasSize(1);
    }

    @Test
    void check_valueOffTheScale_isRejectedAndDoesNotBlockAnother() {
        SignalReply found = check(
                AUDIENCE,
                Signals.audience("alien", 5.01),
                Signals.audience("alien", 0.99),
                Signals.audience("alien", 5),
                Signals.audience("brazil", 1));

        assertThat(found.signals()).extracting(SyntheticSignal::value).containsExactly(5.0, 1.0);
        assertThat(found.rejected()).isEqualTo(Map.of(RejectionReason.OFF_SCALE, 2));
    }

    @Test
    void check_itemAnsweredTwice_keepsTheFirst() {
        SignalReply found = check(
                AUDIENCE, Signals.audience("alien", 2), Signals.audience("alien", 2), Signals.audience("alien", 4));

        assertThat(found.signals()).extracting(SyntheticSignal::value).containsExactly(2.0);
        assertThat(found.rejected()).isEqualTo(Map.of(RejectionReason.REPEATED, 2, RejectionReason.MISSING, 1));
    }

    @Test
    void check_signalsOfAHigherGeneration_areRejectedAboveTheLimit() {
        Origin second = new Origin("test", "parrot-1", "v0", "00", Instant.EPOCH, 1);
        SyntheticSignal shaped =
                new SyntheticSignal(SignalKind.AUDIENCE, Optional.empty(), "alien", 3, Set.of(), second);
        SignalReply reply = new SignalReply(
                AUDIENCE,
                SignalReply.Outcome.COMPLETE,
                List.of(shaped, Signals.audience("brazil", 2)),
                Map.of(),
                USAGE,
                "");

        assertThat(SignalChecks.check(reply, 0).rejected()).isEqualTo(Map.of(RejectionReason.TOO_MANY_GENERATIONS, 1));
        assertThat(SignalChecks.check(reply, 0).signals())
                .extracting(SyntheticSignal::itemId)
                .containsExactly("brazil");
        assertThat(SignalChecks.check(reply, 1).signals()).hasSize(2).first().isEqualTo(shaped);
    }

    @Test
    void check_whatWasRejectedBefore_isAddedTo() {
        SignalReply before = new SignalReply(
                AUDIENCE,
                SignalReply.Outcome.PARTIAL,
                List.of(Signals.audience("casino", 3)),
                Map.of(RejectionReason.UNKNOWN_ITEM, 2, RejectionReason.MISSING, 1),
                USAGE,
                "cut");

        SignalReply found = SignalChecks.check(before, 0);

        assertThat(found.rejected()).isEqualTo(Map.of(RejectionReason.UNKNOWN_ITEM, 3, RejectionReason.MISSING, 2));
        assertThat(found.outcome()).isEqualTo(SignalReply.Outcome.FAILED);
        assertThat(found.reason()).isEqualTo("cut");
    }

    @Test
    void check_evidence_isTheUnionOfTheRequestAndTheSignal() {
        SignalRequest shown = new SignalRequest.AsUser(
                UserProfile.of("ann"), List.of(new KnownRating(Item.of("casino", "Casino"), 4)), ITEMS, Ratings.STARS);

        // a journaled answer was generated from the ratings known at that time
        SignalReply found =
                check(shown, Signals.user("ann", "alien", 3), Signals.user("ann", "brazil", 3, "dune", "casino"));

        assertThat(found.signals())
                .extracting(SyntheticSignal::evidence)
                .containsExactly(Set.of("casino"), Set.of("casino", "dune"));
    }

    @Test
    void check_emptyReply_staysEmptyAndCountsEveryItemAsMissing() {
        SignalReply failed = SignalReply.failed(AUDIENCE, SignalReply.Outcome.REFUSED, USAGE, "no");

        assertThat(SignalChecks.check(failed, 0))
                .isEqualTo(new SignalReply(
                        AUDIENCE,
                        SignalReply.Outcome.REFUSED,
                        List.of(),
                        Map.of(RejectionReason.MISSING, 2),
                        USAGE,
                        "no"));
    }
}
