// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order kinds of questions are asked, and when they end. */
@Tag("slow")
@Timeout(120)
class QuestionKindsTest {

    private final Community community = Community.of(1);
    private final ScriptedGenerator truthful = ScriptedGenerator.truthful(community);

    /** A generator with prices of its own. */
    private record Priced(ScriptedGenerator script, ToLongFunction<SignalRequest> tokens)
            implements SyntheticSignalGenerator {
        @Override
        public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
            script.generate(requests, replies);
        }

        @Override
        public Usage estimate(SignalRequest request) {
            return new Usage(1, tokens.applyAsLong(request), 0, 0);
        }
    }

    private WarmStart start(SyntheticSignalGenerator generator) throws InterruptedException {
        return community.bootstrapper().generator(generator).build().warmStart();
    }

    private static List<String> purposes(WarmStart start) {
        return start.report().rounds().stream()
                .map(round -> round.purpose().label())
                .toList();
    }

    @Test
    void kinds_ofLikePrices_areTakenByGain() throws InterruptedException {
        WarmStart start = start(truthful);

        assertThat(purposes(start)).containsExactly("audience", "audience", "audience", "probe", "user", "user");
        List<Double> gains =
                Rounds.of(start, "audience").map(RoundReport::expectedGain).toList();
        assertThat(gains).isSortedAccordingTo(Collections.reverseOrder()).allMatch(gain -> gain > 0);
    }

    /** The first batch is asked all the same: what comes after stands on it. */
    @Test
    void audience_madeDear_isPutOffUntilTheOthersAreDone() throws InterruptedException {
        WarmStart start =
                start(new Priced(truthful, request -> request.kind() == SignalKind.AUDIENCE ? 1_000_000 : 10));

        assertThat(purposes(start)).containsExactly("audience", "probe", "user", "user", "audience", "audience");
        assertThat(start.applied()).isTrue();
        // what the cold users' own ratings say of the answers about them is not forgotten over the audience
        assertThat(start.report().result().trust().get(SignalKind.AUDIENCE)).isEqualTo(1);
        assertThat(start.report().result().trust().get(SignalKind.USER)).isBetween(0.85, 0.99);
        assertThat(start.report().result().judgedUsers()).isEqualTo(60);
    }

    @Test
    void estimate_thatFails_countsAsAUsualOne() throws InterruptedException {
        WarmStart start = start(new Priced(truthful, request -> {
            throw new UnsupportedOperationException("no idea");
        }));

        assertThat(purposes(start)).containsExactly("audience", "audience", "audience", "probe", "user", "user");
        assertThat(start.applied()).isTrue();
    }

    /** A recording costs nothing: each request counts for one. */
    @Test
    void estimates_ofNothing_countRequests() throws InterruptedException {
        WarmStart start = start(new Priced(truthful, request -> 0));

        assertThat(purposes(start)).startsWith("audience").contains("probe", "user");
    }

    @Test
    void minGain_high_asksNothingAndSaysWhy() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .asking(ask -> ask.minGain(0.9))
                .generator(truthful)
                .build()
                .warmStart();

        assertThat(truthful.waves).isEmpty();
        assertThat(start.applied()).isFalse();
        assertThat(purposes(start)).containsExactly("audience", "probe");
        assertThat(start.report().rounds().get(0).inWords())
                .startsWith("not asked: expected to lower the squared error by ")
                .endsWith(" %, less than minGain");
        assertThat(start.report().rounds().get(0).expectedGain()).isBetween(1e-4, 0.9);
        assertThat(start.report().rounds().get(1).inWords()).startsWith("not asked: expected");
    }

    @Test
    void minGain_betweenTwoBatches_endsAfterTheFirst() throws InterruptedException {
        List<Double> gains = Rounds.of(start(truthful), "audience")
                .map(RoundReport::expectedGain)
                .toList();

        WarmStart start = community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0).minGain((gains.get(0) + gains.get(1)) / 2))
                .generator(truthful)
                .build()
                .warmStart();

        assertThat(Rounds.of(start, "audience").map(RoundReport::sent)).containsExactly(4, 0);
        assertThat(start.report().rounds().get(1).expectedGain()).isEqualTo(gains.get(1));
        assertThat(start.applied()).isTrue();
    }

    @Test
    void repeat_ofATruthfulGenerator_agreesAndIsInReversedOrder() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0).repeats(1))
                .generator(truthful)
                .build()
                .warmStart();

        List<String> first = ScriptedGenerator.ids(truthful.asked().get(0));
        List<String> again =
                new ArrayList<>(ScriptedGenerator.ids(truthful.waves.get(1).get(0)));
        Collections.reverse(again);
        assertThat(truthful.waves.get(1)).hasSize(1);
        assertThat(again).isEqualTo(first);
        assertThat(purposes(start)).containsExactly("audience", "repeat", "audience", "audience");
        assertThat(start.report().rounds().get(1).inWords())
                .isEqualTo("asked again in reversed order: 20 answers differ by +0.00 +- 0.00, correlation 1.00");
        assertThat(start.applied()).isTrue();
        assertThat(start.signals()).hasSize(260);
    }

    @Test
    void repeat_ofDice_endsTheAudienceAndUsesNothing() throws InterruptedException {
        SplittableRandom dice = new SplittableRandom(7);
        ScriptedGenerator random = ScriptedGenerator.saying((request, itemId) -> dice.nextDouble(1, 5));

        WarmStart start = community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0).repeats(2))
                .generator(random)
                .build()
                .warmStart();

        assertThat(purposes(start)).containsExactly("audience", "repeat");
        assertThat(start.report().rounds().get(1).sent()).isEqualTo(2);
        assertThat(start.report().rounds().get(1).inWords())
                .startsWith("repeated answers do not agree beyond chance: the signals are not used; asked again");
        assertThat(start.applied()).isFalse();
        assertThat(start.report().verdicts()).isEmpty();
        assertThat(start.report().reason())
                .isEqualTo("not tested: repeated answers of the generator do not agree beyond chance");
        assertThat(start.report().result().trust()).containsExactly(Map.entry(SignalKind.AUDIENCE, 0.0));
    }
}
