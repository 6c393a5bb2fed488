// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.RatingRequest;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class WarmStartLoopTest {

    /** By how much planted item means must lower the error at least; about 5 % is usual. */
    private static final double MIN_GAIN = 0.02;

    private static final Usage FAILED_TRIES = new Usage(3, 700, 0, 0);

    private final Community community = Community.of(1);

    @Test
    void warmStart_truthfulGenerator_isAppliedAndBetterOnHiddenRatings() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.truthful(community));

        assertThat(start.applied()).isTrue();
        assertThat(start.model()).isNotSameAs(start.realOnly());
        assertThat(community.hiddenRmse(start.model()))
                .isLessThan((1 - MIN_GAIN) * community.hiddenRmse(start.realOnly()));
        assertThat(start.report().reason()).endsWith("shown to help");
        assertThat(start.report().result().trust())
                .hasEntrySatisfying(
                        SignalKind.AUDIENCE, believed -> assertThat(believed).isEqualTo(1))
                .hasEntrySatisfying(
                        SignalKind.USER, believed -> assertThat(believed).isBetween(0.85, 1.0));
        assertThat(Rounds.purposes(start)).containsExactly("audience", "probe", "user", "user");
        assertThat(start.report().result().priors()).isPositive();
        assertThat(start.report().result().pseudoRatings()).isPositive();
    }

    @Test
    void warmStart_defaultLearner_isAppliedAndBetterOnHiddenRatings() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);

        WarmStart start = ColdStartBootstrapper.builder()
                .ratings(community.source())
                .catalog(community.catalog())
                .generator(generator)
                .asking(ask -> ask.userRounds(0))
                .build()
                .warmStart();

        assertThat(start.applied()).isTrue();
        assertThat(community.hiddenRmse(start.model()))
                .isLessThan((1 - MIN_GAIN) * community.hiddenRmse(start.realOnly()));
    }

    @Test
    void warmStart_knowsItemsButNoUsers_appliesAudienceAlone() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.truthfulOfItemsOnly(community));

        assertThat(start.applied()).isTrue();
        assertThat(start.report().result().trust())
                .containsExactly(Map.entry(SignalKind.AUDIENCE, 1.0), Map.entry(SignalKind.USER, 0.0));
        assertThat(start.report().result().pseudoRatings()).isZero();
        assertThat(last(start).purpose()).isEqualTo(Purpose.USER);
        assertThat(last(start).sent()).isZero();
        assertThat(last(start).inWords())
                .isEqualTo("probe answers are too few or indistinguishable from noise; user questions skipped");
    }

    static Stream<Arguments> uselessGenerators() {
        return Stream.of(Arguments.of("lies", (Maker) ScriptedGenerator::lying), Arguments.of("noise", (Maker)
                any -> ScriptedGenerator.noise()));
    }

    /** Makes a generator for a community. */
    @FunctionalInterface
    interface Maker {
        SyntheticSignalGenerator make(Community community);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uselessGenerators")
    void warmStart_signalsThatDoNotHelp_isWithheld(String vice, Maker generator) throws InterruptedException {
        WarmStart start = start(generator.make(community));

        assertWithheld(start);
        assertThat(start.signals()).as(vice).isNotEmpty();
        assertThat(start.report().verdicts()).isNotEmpty().noneMatch(verdict -> verdict.passed());
        assertThat(start.report().reason()).contains("not enough evidence");
        assertThat(start.report().result().trust().values()).containsOnly(0.0);
        assertThat(start.report().spending().usage().tokens()).isPositive();
    }

    @Test
    void warmStart_alwaysTheSameAnswer_isSetAsideByTheDiversityAlarm() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.saying((request, item) -> 5));

        assertWithheld(start);
        assertThat(start.signals()).isNotEmpty();
        assertThat(start.report().verdicts()).isEmpty();
        assertThat(start.report().reason())
                .isEqualTo(
                        "not tested: 1024 signals were set aside because diversity collapsed, see the notes of the rounds");
        assertThat(start.report().result().trust()).containsOnlyKeys(SignalKind.AUDIENCE, SignalKind.USER);
        assertThat(start.report().rounds().get(0).inWords())
                .isEqualTo(
                        "the round was set aside; no further requests of this kind; diversity alarm: all 80 audience signals have one value");
        assertThat(last(start).inWords())
                .isEqualTo("the probes were set aside: signals about single users were not requested");
    }

    static Stream<Arguments> failingGenerators() {
        return Stream.of(
                failing(
                        "gives up",
                        (requests, replies) -> {
                            throw new SignalException("the key is not accepted", null, FAILED_TRIES);
                        },
                        "the generator failed: the key is not accepted",
                        FAILED_TRIES),
                failing(
                        "gives up without a word",
                        (requests, replies) -> {
                            throw new Wordless();
                        },
                        "the generator failed: no reason was given",
                        Usage.NONE),
                failing(
                        "has a bug",
                        (requests, replies) -> {
                            throw new IllegalStateException("key sk-secret-123 was refused");
                        },
                        "the generator failed: java.lang.IllegalStateException",
                        Usage.NONE),
                failing(
                        "has a bug in reading ratings",
                        (requests, replies) -> {
                            throw new RatingException("recordings are missing");
                        },
                        "the generator failed: io.github.warmstart.rating.RatingException",
                        Usage.NONE),
                failing(
                        "hands over null",
                        (requests, replies) -> {
                            replies.accept(nothing());
                        },
                        "the generator failed: java.lang.NullPointerException",
                        Usage.NONE),
                failing("returns without any reply", (requests, replies) -> {}, "no reply came", Usage.NONE),
                failing(
                        "fails each request",
                        (requests, replies) -> {
                            for (SignalRequest request : requests) {
                                replies.accept(SignalReply.failed(
                                        request, Outcome.REFUSED, FAILED_TRIES, "I would rather not"));
                            }
                        },
                        "I would rather not",
                        null));
    }

    private static Arguments failing(
            String vice, SyntheticSignalGenerator generator, String reason, @Nullable Usage usage) {
        return Arguments.of(vice, generator, reason, usage);
    }

    private static final class Wordless extends SignalException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("NullAway") // some exceptions come without a message
        Wordless() {
            super(null);
        }
    }

    @SuppressWarnings("NullAway") // what a careless generator does
    private static SignalReply nothing() {
        return null;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failingGenerators")
    void warmStart_generatorFailsAlways_returnsTheRealOnlyModelAndSaysWhy(
            String vice, SyntheticSignalGenerator generator, String reason, @Nullable Usage usage)
            throws InterruptedException {
        WarmStart start = start(generator);

        assertWithheld(start);
        assertThat(start.signals()).as(vice).isEmpty();
        assertThat(start.report().reason()).isEqualTo("no usable signal was received");
        RoundReport round = start.report().rounds().get(0);
        assertThat(List.of(round.inWords(), String.join("", round.failures()))).anyMatch(text -> text.contains(reason));
        assertThat(round.received()).isZero();
        assertThat(round.rejected()).containsExactly(Map.entry(RejectionReason.MISSING, round.asked()));
        assertThat(start.report().toText()).contains(reason).doesNotContain("sk-secret");
        if (usage != null) {
            assertThat(start.report().spending().usage()).isEqualTo(usage);
        } else {
            assertThat(start.report().spending().usage().calls())
                    .isEqualTo(3L
                            * start.report().rounds().stream()
                                    .mapToInt(RoundReport::sent)
                                    .sum());
        }
    }

    @Test
    void warmStart_generatorGivesUp_isNotCalledAgain() throws InterruptedException {
        List<Integer> calls = new ArrayList<>();

        start((requests, replies) -> {
            calls.add(requests.size());
            throw new SignalException("no");
        });

        assertThat(calls).hasSize(1);
    }

    @Test
    void warmStart_generatorGivesUpAfterTheAudience_usesWhatCame() throws InterruptedException {
        ScriptedGenerator truthful = ScriptedGenerator.truthful(community);

        WarmStart start = start((requests, replies) -> {
            if (requests.get(0) instanceof AsUser) {
                throw new SignalException("out of credit", null, FAILED_TRIES);
            }
            truthful.generate(requests, replies);
        });

        assertThat(start.applied()).isTrue();
        RoundReport probes = Rounds.together(start, "probe");
        assertThat(probes.inWords()).isEqualTo("the generator failed: out of credit");
        assertThat(probes.usage()).isEqualTo(FAILED_TRIES);
        assertThat(last(start).inWords()).startsWith("no probe was answered");
        assertThat(sumOfRounds(start)).isEqualTo(start.report().spending().usage());
    }

    @Test
    void warmStart_someRequestsFail_usesTheOthersAndCountsTheFailures() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);
        generator.answering(request -> generator.asked().indexOf(request) % 3 == 0
                ? SignalReply.failed(request, Outcome.FILTERED, FAILED_TRIES, "a filter cut in")
                : generator.reply(request));

        WarmStart start = start(generator);

        assertThat(start.applied()).isTrue();
        RoundReport audience = Rounds.together(start, "audience");
        assertThat(audience.outcomes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(Outcome.COMPLETE, 8, Outcome.FILTERED, 4));
        assertThat(audience.failures()).containsExactly("a filter cut in");
        assertThat(audience.received()).isEqualTo(160);
        assertThat(audience.rejected()).containsExactly(Map.entry(RejectionReason.MISSING, 80));
        assertThat(sumOfRounds(start)).isEqualTo(start.report().spending().usage());
    }

    @Test
    void warmStart_repliesFromOtherThreadsInShuffledOrder_isTheSameToTheBit() throws InterruptedException {
        WarmStart inOrder = start(ScriptedGenerator.truthful(community));

        WarmStart shuffled = start(new ShufflingGenerator(ScriptedGenerator.truthful(community)));

        assertThat(shuffled.applied()).isTrue();
        assertThat(community.predictions(shuffled.model())).isEqualTo(community.predictions(inOrder.model()));
        assertThat(shuffled.signals()).isEqualTo(inOrder.signals());
        assertThat(shuffled.report()).isEqualTo(inOrder.report());
    }

    /** Answers from four threads, in an order of chance that latches enforce. */
    private static final class ShufflingGenerator implements SyntheticSignalGenerator {
        private final ScriptedGenerator script;
        private final Random random = new Random(5);

        ShufflingGenerator(ScriptedGenerator script) {
            this.script = script;
        }

        @Override
        public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
            List<SignalRequest> order = new ArrayList<>(requests);
            Collections.shuffle(order, random);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            CountDownLatch before = new CountDownLatch(0);
            for (SignalRequest request : order) {
                CountDownLatch turn = before;
                CountDownLatch done = new CountDownLatch(1);
                tasks.add(() -> {
                    turn.await();
                    replies.accept(script.reply(request));
                    done.countDown();
                    return true;
                });
                before = done;
            }
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                threads.invokeAll(tasks);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void warmStart_garbageBesideTruth_isTheSameAsTruthAlone() throws InterruptedException {
        WarmStart clean = start(ScriptedGenerator.truthful(community));
        ScriptedGenerator messy = ScriptedGenerator.truthful(community);
        messy.answering(request -> messy.reply(request, withGarbage(messy.reply(request))));

        WarmStart start = start(messy);

        assertThat(community.predictions(start.model())).isEqualTo(community.predictions(clean.model()));
        assertThat(start.signals()).isEqualTo(clean.signals());
        RoundReport audience = Rounds.together(start, "audience");
        assertThat(audience.received()).isEqualTo(240);
        assertThat(audience.rejected())
                .containsExactly(
                        Map.entry(RejectionReason.UNKNOWN_ITEM, 2 * 12),
                        Map.entry(RejectionReason.REPEATED, 12),
                        Map.entry(RejectionReason.OFF_SCALE, 12));
    }

    private static List<SyntheticSignal> withGarbage(SignalReply reply) {
        SignalRequest request = reply.request();
        String first = request.items().get(0).id();
        List<SyntheticSignal> signals = new ArrayList<>();
        signals.add(ScriptedGenerator.signal(request, first, 17));
        signals.add(ScriptedGenerator.signal(request, "an-item-nobody-has", 3));
        signals.add(new SyntheticSignal(
                SignalKind.USER, Optional.of("somebody-else"), first, 1, Set.of(), ScriptedGenerator.ORIGIN));
        signals.addAll(reply.signals());
        signals.add(ScriptedGenerator.signal(request, first, 1));
        return signals;
    }

    @Test
    void warmStart_everySignalOffScale_isWithheldAndCountsThem() throws InterruptedException {
        WarmStart start = start(ScriptedGenerator.saying((request, item) -> 11));

        assertWithheld(start);
        RoundReport audience = Rounds.together(start, "audience");
        assertThat(audience.rejected()).containsExactly(Map.entry(RejectionReason.OFF_SCALE, 80));
        assertThat(audience.outcomes()).containsExactly(Map.entry(Outcome.FAILED, 4));
        assertThat(audience.failures()).containsExactly("0 of 20 items got a usable signal");
    }

    @Test
    void warmStart_itemsLeftOutInSilence_areCountedAsMissing() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);
        generator.answering(request -> {
            List<SyntheticSignal> all = generator.reply(request).signals();
            return generator.reply(request, all.subList(0, all.size() - 5));
        });

        RoundReport audience = Rounds.together(start(generator), "audience");

        assertThat(audience.received()).isEqualTo(180);
        assertThat(audience.rejected()).containsExactly(Map.entry(RejectionReason.MISSING, 60));
        assertThat(audience.outcomes()).containsExactly(Map.entry(Outcome.PARTIAL, 12));
    }

    /** Right about the audience and about warm users, whose answers are known, and the very reverse about cold ones. */
    @Test
    void warmStart_goodOnProbesAndReversedForColdUsers_isFoundOutByTheirOwnRatings() throws InterruptedException {
        Set<String> cold = Set.copyOf(community.coldUsers());
        WarmStart start = start(ScriptedGenerator.saying((request, itemId) -> {
            if (!(request instanceof AsUser user)) {
                return community.audience(itemId);
            }
            String userId = user.profile().userId();
            double opinion = community.opinion(userId, itemId);
            return !cold.contains(userId) ? opinion : opinion > community.audience(itemId) ? 1 : 5;
        }));
        WarmStart audience = community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0))
                .generator(ScriptedGenerator.truthful(community))
                .build()
                .warmStart();

        List<GateVerdict> verdicts = start.report().verdicts();
        assertThat(verdicts.get(verdicts.size() - 2).passed()).isTrue();
        assertThat(verdicts.get(verdicts.size() - 1).passed()).isFalse();
        assertThat(verdicts.get(verdicts.size() - 1).reason())
                .startsWith("against what audience signals predict, and on ratings that the generator was shown: ");
        assertThat(start.report().result().trust())
                .containsExactly(Map.entry(SignalKind.AUDIENCE, 1.0), Map.entry(SignalKind.USER, 0.0));
        assertThat(community.predictions(start.model())).isEqualTo(community.predictions(audience.model()));
    }

    @Test
    void warmStart_repliesToOtherRequestsOrTwice_areDropped() throws InterruptedException {
        WarmStart clean = start(ScriptedGenerator.truthful(community));
        ScriptedGenerator truth = ScriptedGenerator.truthful(community);
        ScriptedGenerator lies = ScriptedGenerator.lying(community);

        WarmStart start = start((requests, replies) -> {
            SignalRequest first = requests.get(0);
            replies.accept(lies.reply(new AsAudience(first.items().subList(0, 1), ((RatingRequest) first).scale())));
            for (SignalRequest request : requests) {
                replies.accept(truth.reply(request));
                replies.accept(lies.reply(request));
            }
        });

        assertThat(start.signals()).isEqualTo(clean.signals());
        assertThat(community.predictions(start.model())).isEqualTo(community.predictions(clean.model()));
    }

    @Test
    void warmStart_replyAfterTheCall_isDropped() throws InterruptedException {
        ScriptedGenerator truth = ScriptedGenerator.truthful(community);
        List<Runnable> late = new ArrayList<>();

        WarmStart start = start((requests, replies) -> {
            late.forEach(Runnable::run);
            late.clear();
            requests.forEach(request -> late.add(() -> replies.accept(truth.reply(request))));
        });
        late.forEach(Runnable::run);

        assertWithheld(start);
        assertThat(start.signals()).isEmpty();
    }

    @Test
    void warmStart_replyToAnEarlierWave_isDroppedThoughTheRoundIsOpen() throws InterruptedException {
        ScriptedGenerator truth = ScriptedGenerator.truthful(community);
        List<Runnable> late = new ArrayList<>();

        WarmStart start = community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0))
                .budget(Budget.tokens(1_000_000))
                .generator((requests, replies) -> {
                    late.forEach(Runnable::run);
                    for (SignalRequest request : requests) {
                        if (late.isEmpty()) {
                            late.add(() -> replies.accept(truth.reply(request)));
                        } else {
                            replies.accept(truth.reply(request));
                        }
                    }
                })
                .build()
                .warmStart();

        assertThat(Rounds.together(start, "audience").received()).isEqualTo(220);
        assertThat(sumOfRounds(start)).isEqualTo(start.report().spending().usage());
    }

    @Test
    void signals_ofAGeneratorThatForgetsTheEvidence_carryWhatWasShown() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);

        WarmStart start = start(generator);

        for (AsUser request : generator.askedOfUsers()) {
            assertThat(start.signals())
                    .filteredOn(signal -> signal.subject().equals(request.subjectId())
                            && ScriptedGenerator.ids(request).contains(signal.itemId()))
                    .isNotEmpty()
                    .allSatisfy(signal -> assertThat(signal.evidence())
                            .containsExactlyInAnyOrderElementsOf(request.known().stream()
                                    .map(known -> known.item().id())
                                    .toList()));
        }
    }

    private WarmStart start(SyntheticSignalGenerator generator) throws InterruptedException {
        return community.bootstrapper().generator(generator).build().warmStart();
    }

    private static void assertWithheld(WarmStart start) {
        assertThat(start.applied()).isFalse();
        assertThat(start.model()).isSameAs(start.realOnly());
        assertThat(start.report().result().priors()).isZero();
        assertThat(start.report().result().pseudoRatings()).isZero();
    }

    private static RoundReport last(WarmStart start) {
        List<RoundReport> rounds = start.report().rounds();
        return rounds.get(rounds.size() - 1);
    }

    private static Usage sumOfRounds(WarmStart start) {
        return start.report().rounds().stream().map(RoundReport::usage).reduce(Usage.NONE, Usage::plus);
    }
}
