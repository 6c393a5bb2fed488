// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.warmstart.internal.gate.GateQuestion;
import io.github.warmstart.progress.WarmStartListener.TrialTrained;
import io.github.warmstart.progress.WarmStartListener.VerdictReached;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generators that can say nothing of warm users, so that no probe can prove them. */
@Tag("slow")
@Timeout(60)
class CreditedUsersTest {

    private static final String CREDIT =
            "too few probes about warm users are possible; audience signals have passed, so signals about single users are requested, with one rating hidden in each request as a probe";
    private static final String NO_CREDIT =
            "no probe is possible, so signals about single users cannot be calibrated: none were requested";

    private static final Set<SignalKind> AUDIENCE = EnumSet.of(SignalKind.AUDIENCE);
    private static final Set<SignalKind> BOTH = EnumSet.of(SignalKind.AUDIENCE, SignalKind.USER);

    private final Community community = Community.of(1);
    private final List<String> cold = community.coldUsers();
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void wakeUp() {
        Thread.interrupted();
    }

    /** Answers for cold users alone. */
    private final class OfColdUsers implements SyntheticSignalGenerator {
        private final ScriptedGenerator script;

        OfColdUsers(ScriptedGenerator script) {
            this.script = script;
        }

        @Override
        public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
            script.generate(requests, replies);
        }

        @Override
        public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
            return subjectId.isEmpty() || cold.contains(subjectId.get());
        }
    }

    /** Tells the truth about items, and says of each cold user what another one would say. */
    private ScriptedGenerator mistaken(int shift) {
        return ScriptedGenerator.saying((request, itemId) -> request instanceof AsUser user
                ? community.opinion(other(user.profile().userId(), shift), itemId)
                : community.audience(itemId));
    }

    private String other(String userId, int shift) {
        return cold.get((cold.indexOf(userId) + shift) % cold.size());
    }

    private WarmStart start(ScriptedGenerator script) throws InterruptedException {
        return bootstrapper(script).build().warmStart();
    }

    private ColdStartBootstrapper.Builder bootstrapper(ScriptedGenerator script) {
        return community.bootstrapper().listener(listener).generator(new OfColdUsers(script));
    }

    @Test
    void warmStart_truthfulGenerator_isAskedJudgedOnColdUsersAndApplied() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.truthful(community));

        assertThat(start.report().rounds())
                .extracting(
                        round -> round.purpose().label(),
                        RoundReport::planned,
                        RoundReport::received,
                        RoundReport::inWords)
                .containsExactly(
                        tuple("audience", 4, 80, ""),
                        tuple("audience", 4, 80, ""),
                        tuple("audience", 4, 80, ""),
                        tuple("probe", 0, 0, CREDIT),
                        tuple("user", 60, 1200, ""),
                        tuple("user", 60, 1200, ""));
        assertThat(start.report().verdicts())
                .extracting(GateVerdict::kinds, GateVerdict::passed)
                .containsExactly(tuple(AUDIENCE, true), tuple(BOTH, true));
        assertThat(start.report().result().applied()).isTrue();
        assertThat(start.report().reason())
                .isEqualTo(start.report().verdicts().get(1).reason())
                .startsWith("against what audience signals predict, and on ratings that the generator was shown: ")
                .endsWith("shown to help");
        assertThat(start.report().result().trust())
                .hasEntrySatisfying(
                        SignalKind.AUDIENCE, believed -> assertThat(believed).isEqualTo(1))
                .hasEntrySatisfying(
                        SignalKind.USER, believed -> assertThat(believed).isBetween(0.85, 1.0));
        // all answers but the 120 hidden probes, which show that they are good enough to train on
        assertThat(start.report().result().pseudoRatings()).isEqualTo(2400 - 120);
    }

    /** Nothing is left to ask in the second round. */
    @Test
    void warmStart_allPairsAskedBeforeTheLastRound_judgesTheAnswers() throws InterruptedException {
        WarmStart start = bootstrapper(ScriptedGenerator.truthful(community))
                .asking(ask -> ask.policy((candidates, limit) -> candidates.pairs())
                        .pairsPerUser(240)
                        .itemsPerRequest(240)
                        .userRounds(2))
                .build()
                .warmStart();

        assertThat(Rounds.of(start, "user").map(RoundReport::planned)).containsExactly(60);
        assertThat(start.report().verdicts())
                .extracting(GateVerdict::kinds, GateVerdict::passed)
                .containsExactly(tuple(AUDIENCE, true), tuple(BOTH, true));
        assertThat(start.report().result().judgedUsers()).isEqualTo(60);
    }

    @Test
    void warmStart_truthfulGenerator_isBetterOnHiddenRatingsThanTheAudienceAlone() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.truthful(community));
        WarmStart audience = bootstrapper(ScriptedGenerator.truthful(community))
                .asking(ask -> ask.userRounds(0))
                .build()
                .warmStart();

        assertThat(audience.report().result().pseudoRatings()).isZero();
        assertThat(community.hiddenRmse(start.model())).isLessThan(community.hiddenRmse(audience.model()));
    }

    @Test
    void warmStart_truthfulGenerator_reportsWhatTheHiddenProbesShow() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.truthful(community));

        Calibration users = start.report().calibrations().get(1);
        assertThat(users.kind()).isEqualTo(SignalKind.USER);
        assertThat(users.assumed()).isFalse();
        assertThat(users.pairs()).isEqualTo(120);
        assertThat(users.effectiveRatings()).isBetween(0.25, 1.0);
        assertThat(start.report().toText().replaceAll("\\s+", " "))
                .contains("note: " + CREDIT)
                .contains("Calibration of user signals: compared with 120 real ratings of 60 users")
                .contains("Gate on audience and user signals: passed");
    }

    @Test
    void warmStart_truthfulGenerator_tellsTheListener() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.truthful(community));

        assertThat(listener.of(TrialTrained.class))
                .containsExactlyElementsOf(Stream.concat(
                                trials(GateQuestion.steps(GateQuestion.Trials.NEWCOMERS, 1)),
                                trials(GateQuestion.steps(GateQuestion.Trials.OWN_RATINGS, 1)))
                        .toList());
        assertThat(listener.of(VerdictReached.class))
                .containsExactly(
                        new VerdictReached(
                                "audience",
                                true,
                                start.report().verdicts().get(0).reason()),
                        new VerdictReached(
                                "audience + user",
                                true,
                                start.report().verdicts().get(1).reason()));
    }

    private static Stream<TrialTrained> trials(int of) {
        return IntStream.rangeClosed(1, of).mapToObj(done -> new TrialTrained(done, of));
    }

    /** Of other users everything is right but whose it is: what is left of that is what it says of items. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30})
    void warmStart_signalsOfOtherUsers_hardlyChangeWhatTheAudienceSays(int shift) throws InterruptedException {
        WarmStart start = start(mistaken(shift));
        WarmStart audience = bootstrapper(ScriptedGenerator.truthful(community))
                .asking(ask -> ask.userRounds(0))
                .build()
                .warmStart();

        assertThat(start.signals()).anyMatch(signal -> signal.kind() == SignalKind.USER);
        assertThat(community.hiddenRmse(start.model()) / community.hiddenRmse(audience.model()))
                .isBetween(0.98, 1.01);
    }

    @Test
    void warmStart_tastesTurnedRound_areWithheldAndTheAudienceApplied() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.saying((request, itemId) -> request instanceof AsUser user
                ? 6 - community.opinion(user.profile().userId(), itemId)
                : community.audience(itemId)));
        WarmStart audience = bootstrapper(ScriptedGenerator.truthful(community))
                .asking(ask -> ask.userRounds(0))
                .build()
                .warmStart();

        assertThat(start.signals()).anyMatch(signal -> signal.kind() == SignalKind.USER);
        assertThat(start.report().verdicts())
                .extracting(GateVerdict::kinds, GateVerdict::passed)
                .containsExactly(tuple(AUDIENCE, true), tuple(BOTH, false));
        assertThat(start.applied()).isTrue();
        assertThat(start.report().reason())
                .isEqualTo(start.report().verdicts().get(0).reason());
        assertThat(start.report().result().trust())
                .containsExactly(Map.entry(SignalKind.AUDIENCE, 1.0), Map.entry(SignalKind.USER, 0.0));
        assertThat(start.report().result().pseudoRatings()).isZero();
        assertThat(community.predictions(start.model())).isEqualTo(community.predictions(audience.model()));
        assertThat(start.report().toText()).contains("Gate on audience and user signals: not passed");
    }

    @Test
    void warmStart_audienceDoesNotPass_asksAboutNoUser() throws InterruptedException {
        ScriptedGenerator lying = ScriptedGenerator.saying((request, itemId) -> request instanceof AsUser user
                ? community.opinion(user.profile().userId(), itemId)
                : 6 - community.audience(itemId));

        WarmStart start = start(lying);

        assertThat(lying.askedOfUsers()).isEmpty();
        assertThat(start.applied()).isFalse();
        assertThat(start.model()).isSameAs(start.realOnly());
        // a batch of four shows that more of that kind would gain nothing
        assertThat(start.report().rounds())
                .extracting(round -> round.purpose().label(), RoundReport::sent)
                .containsExactly(tuple("audience", 4), tuple("probe", 0), tuple("audience", 0));
        assertThat(start.report().rounds().get(1).inWords()).isEqualTo(NO_CREDIT);
        assertThat(start.report().rounds().get(2).inWords())
                .isEqualTo("not asked: expected to lower the squared error by 0.000 %, less than minGain");
        assertThat(start.report().result().trust()).containsExactly(Map.entry(SignalKind.AUDIENCE, 0.0));
    }

    /** No audience was asked, so none has passed. */
    @Test
    void warmStart_noAudienceItems_asksNothing() throws InterruptedException {
        ScriptedGenerator truthful = ScriptedGenerator.truthful(community);

        WarmStart start = bootstrapper(truthful)
                .asking(ask -> ask.audienceItems(0))
                .build()
                .warmStart();

        assertThat(truthful.waves).isEmpty();
        assertThat(start.report().rounds().get(1).inWords()).isEqualTo(NO_CREDIT);
        assertThat(start.applied()).isFalse();
    }

    @Test
    void warmStart_nothingAnsweredAboutUsers_keepsTheAudienceAndJudgesNoMore() throws InterruptedException {
        ScriptedGenerator script = ScriptedGenerator.truthful(community);
        script.answering(request -> request instanceof AsUser
                ? SignalReply.failed(request, Outcome.REFUSED, Usage.NONE, "I would rather not")
                : script.reply(request));

        WarmStart start = start(script);

        assertThat(script.waves).hasSize(4);
        assertThat(start.report().verdicts()).extracting(GateVerdict::kinds).containsExactly(AUDIENCE);
        assertThat(start.applied()).isTrue();
        assertThat(start.report().result().trust()).containsExactly(Map.entry(SignalKind.AUDIENCE, 1.0));
    }

    @Test
    void warmStart_coldUsersWithoutRatings_areBelievedLikeAnUnknownGenerator() throws InterruptedException {
        List<String> strangers = IntStream.range(0, 30)
                .mapToObj(number -> cold.get(number) + number)
                .toList();
        ScriptedGenerator script = ScriptedGenerator.saying((request, itemId) ->
                request instanceof AsUser ? 4 + itemId.hashCode() % 2 / 2.0 : community.audience(itemId));
        SyntheticSignalGenerator ofStrangers = new SyntheticSignalGenerator() {
            @Override
            public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies)
                    throws InterruptedException {
                script.generate(requests, replies);
            }

            @Override
            public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
                return subjectId.isEmpty() || strangers.contains(subjectId.get());
            }
        };

        WarmStart start = community
                .bootstrapper()
                .coldUsers(strangers)
                .generator(ofStrangers)
                .build()
                .warmStart();

        assertThat(script.askedOfUsers()).hasSize(60);
        assertThat(start.report().verdicts().get(1).reason())
                .startsWith("no answer about a single user can be compared with a rating")
                .endsWith("no trial possible: 0 users with 0 ratings can be tested");
        assertThat(start.applied()).isTrue();
        assertThat(start.report().result().trust())
                .hasEntrySatisfying(
                        SignalKind.USER, believed -> assertThat(believed).isEqualTo(0.5));
    }

    @Test
    void warmStart_interruptedWhileUsersAreJudged_ends() {
        RecordingListener interrupting = new RecordingListener(event -> {
            if (event.equals(new TrialTrained(4, GateQuestion.steps(GateQuestion.Trials.OWN_RATINGS, 1)))) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> bootstrapper(ScriptedGenerator.truthful(community))
                        .listener(interrupting)
                        .build()
                        .warmStart())
                .isInstanceOf(InterruptedException.class);
        assertThat(interrupting.of(TrialTrained.class))
                .hasSize(GateQuestion.steps(GateQuestion.Trials.NEWCOMERS, 1) + 4);
        assertThat(interrupting.of(VerdictReached.class)).hasSize(1);
    }
}
