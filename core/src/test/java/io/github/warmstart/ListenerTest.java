// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.warmstart.internal.gate.GateQuestion;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.progress.WarmStartListener.QuestionsPlanned;
import io.github.warmstart.progress.WarmStartListener.RatingsRead;
import io.github.warmstart.progress.WarmStartListener.SignalsReceived;
import io.github.warmstart.progress.WarmStartListener.TrialTrained;
import io.github.warmstart.progress.WarmStartListener.VerdictReached;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening and interrupting. */
@Timeout(60)
class ListenerTest {

    private final Community community = Community.of(6);
    /** Of four requests each. */
    private static final int AUDIENCE_BATCHES = 3;

    private final ScriptedGenerator generator = ScriptedGenerator.truthful(community);

    @Test
    void events_comeInTheOrderOfTheRoad() throws InterruptedException {
        RecordingListener listener = new RecordingListener();

        start(listener, generator);

        assertThat(runs(listener.events))
                .containsExactly(
                        "RatingsRead x1",
                        "QuestionsPlanned x1", // the audience, in three batches
                        "SignalsReceived x4",
                        "QuestionsPlanned x1",
                        "SignalsReceived x4",
                        "QuestionsPlanned x1",
                        "SignalsReceived x4",
                        "TrialTrained x15",
                        "VerdictReached x1",
                        "QuestionsPlanned x1", // probes
                        "SignalsReceived x60",
                        "TrialTrained x20",
                        "VerdictReached x2",
                        "QuestionsPlanned x1", // users
                        "SignalsReceived x60",
                        "QuestionsPlanned x1",
                        "SignalsReceived x60",
                        "TrialTrained x10"); // cold users' own ratings on the answers about them
    }

    private static List<String> runs(List<Object> events) {
        List<String> runs = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= events.size(); to++) {
            if (to == events.size()
                    || events.get(to).getClass() != events.get(from).getClass()) {
                runs.add(events.get(from).getClass().getSimpleName() + " x" + (to - from));
                from = to;
            }
        }
        return runs;
    }

    @Test
    void events_tellTheCounts() throws InterruptedException {
        RecordingListener listener = new RecordingListener();

        WarmStart start = start(listener, generator);

        long items = community.ratings().stream()
                .map(rating -> rating.itemId())
                .distinct()
                .count();
        assertThat(listener.of(RatingsRead.class))
                .containsExactly(
                        new RatingsRead(130, (int) items, community.ratings().size(), 60));
        assertThat(listener.of(QuestionsPlanned.class))
                .containsExactly(
                        new QuestionsPlanned(1, Purpose.AUDIENCE, 4, 80),
                        new QuestionsPlanned(2, Purpose.AUDIENCE, 4, 80),
                        new QuestionsPlanned(3, Purpose.AUDIENCE, 4, 80),
                        new QuestionsPlanned(4, Purpose.PROBE, 60, 960),
                        new QuestionsPlanned(5, Purpose.USER, 60, 1200),
                        new QuestionsPlanned(6, Purpose.USER, 60, 1200));
        assertThat(listener.of(SignalsReceived.class).subList(0, 12))
                .containsExactlyElementsOf(IntStream.range(0, 12)
                        .mapToObj(
                                done -> new SignalsReceived(1 + done / 4, Purpose.AUDIENCE, 1 + done % 4, 4, 20, 20, 0))
                        .toList());
        assertThat(listener.of(TrialTrained.class))
                .containsExactlyElementsOf(Stream.of(
                                trials(GateQuestion.steps(GateQuestion.Trials.NEWCOMERS, 1)),
                                trials(GateQuestion.steps(GateQuestion.Trials.NEWCOMERS, 2)),
                                trials(GateQuestion.steps(GateQuestion.Trials.OWN_RATINGS, 1)))
                        .flatMap(steps -> steps)
                        .toList());
        assertThat(listener.of(VerdictReached.class))
                .extracting(VerdictReached::kinds, VerdictReached::passed, VerdictReached::reason)
                .containsExactlyElementsOf(start.report().verdicts().stream()
                        .map(verdict -> tuple(
                                verdict.kinds().size() == 1 ? "audience" : "audience + user",
                                verdict.passed(),
                                verdict.reason()))
                        .toList());
    }

    private static Stream<TrialTrained> trials(int of) {
        return IntStream.rangeClosed(1, of).mapToObj(done -> new TrialTrained(done, of));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                RatingsRead.class,
                QuestionsPlanned.class,
                SignalsReceived.class,
                TrialTrained.class,
                VerdictReached.class
            })
    void listenerThrows_stopsTheWarmStart_fromEveryEvent(Class<?> kind) {
        IllegalStateException enough = new IllegalStateException("enough");
        RecordingListener listener = new RecordingListener(event -> {
            if (kind.isInstance(event)) {
                throw enough;
            }
        });

        assertThatThrownBy(() -> start(listener, generator)).isSameAs(enough);

        assertThat(listener.of(kind)).hasSize(1);
        assertThat(listener.events.get(listener.events.size() - 1)).isInstanceOf(kind);
        assertThat(generator.waves).hasSizeLessThanOrEqualTo(AUDIENCE_BATCHES);
    }

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalStateException("enough"),
                new SignalException("not even if it looks like one of the generator"),
                new AssertionError("or is an error"));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void listenerThrows_onAThreadOfTheGenerator_reachesTheCaller(Throwable enough) {
        RecordingListener listener = new RecordingListener(event -> {
            if (event instanceof SignalsReceived) {
                sneak(enough);
            }
        });
        AtomicInteger calls = new AtomicInteger();
        SyntheticSignalGenerator threaded = (requests, replies) -> {
            calls.incrementAndGet();
            for (SignalRequest request : requests) {
                Thread thread = new Thread(() -> {
                    try {
                        replies.accept(generator.reply(request));
                    } catch (RuntimeException | Error e) {
                        // a generator that swallows what the consumer throws
                    }
                });
                thread.start();
                thread.join();
            }
        };

        assertThatThrownBy(() -> start(listener, threaded)).isSameAs(enough);

        assertThat(calls).hasValue(1);
        assertThat(listener.of(SignalsReceived.class)).hasSize(1);
    }

    private static void sneak(Throwable enough) {
        if (enough instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) enough;
    }

    @Test
    void listenerThrows_generatorWrapsIt_reachesTheCallerUnwrapped() {
        IllegalStateException enough = new IllegalStateException("enough");
        RecordingListener listener = new RecordingListener(event -> {
            if (event instanceof SignalsReceived) {
                throw enough;
            }
        });
        SyntheticSignalGenerator wrapping = (requests, replies) -> {
            try {
                generator.generate(requests, replies);
            } catch (IllegalStateException e) {
                throw new SignalException("could not hand over", e, ScriptedGenerator.usual(requests.get(0)));
            }
        };

        assertThatThrownBy(() -> start(listener, wrapping)).isSameAs(enough);
    }

    @Test
    void interrupted_whileTheGeneratorWaits_endsWithoutFurtherCalls() throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        SyntheticSignalGenerator waiting = (requests, replies) -> {
            calls.incrementAndGet();
            atWork.countDown();
            new CountDownLatch(1).await();
        };

        Throwable thrown = interrupted(waiting, WarmStartListener.NONE, atWork);

        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void interrupted_generatorWrapsIt_endsAllTheSame() throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        SyntheticSignalGenerator wrapping = (requests, replies) -> {
            calls.incrementAndGet();
            atWork.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SignalException("the call was broken off", e, ScriptedGenerator.usual(requests.get(0)));
            }
        };

        assertThat(interrupted(wrapping, WarmStartListener.NONE, atWork)).isInstanceOf(InterruptedException.class);
        assertThat(calls).hasValue(1);
    }

    private Throwable interrupted(SyntheticSignalGenerator waiting, WarmStartListener listener, CountDownLatch atWork)
            throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                start(listener, waiting);
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        caller.start();
        atWork.await();
        caller.interrupt();
        caller.join();
        assertThat(thrown).hasSize(1);
        return thrown.get(0);
    }

    @Test
    void interrupted_generatorOverlooksIt_endsBeforeTheNextTraining() {
        ScriptedGenerator deaf = ScriptedGenerator.truthful(community);
        RecordingListener listener = new RecordingListener();
        SyntheticSignalGenerator overlooking = (requests, replies) -> {
            requests.forEach(request -> replies.accept(deaf.reply(request)));
            deaf.waves.add(requests);
            Thread.currentThread().interrupt();
        };

        assertThatThrownBy(() -> start(listener, overlooking)).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(deaf.waves).hasSize(1);
        assertThat(listener.of(TrialTrained.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 13, 15})
    void interrupted_betweenTwoTrainings_endsWithoutFurtherQuestions(int training) {
        RecordingListener listener = new RecordingListener(event -> {
            if (event instanceof TrialTrained trial && trial.done() == training) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> start(listener, generator)).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(generator.waves).hasSize(AUDIENCE_BATCHES);
        assertThat(listener.of(TrialTrained.class)).hasSize(training);
    }

    @Test
    void interrupted_beforeTheStart_asksNothing() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> start(WarmStartListener.NONE, generator)).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(generator.waves).isEmpty();
    }

    private WarmStart start(WarmStartListener listener, SyntheticSignalGenerator generator)
            throws InterruptedException {
        return community
                .bootstrapper()
                .listener(listener)
                .generator(generator)
                .build()
                .warmStart();
    }

    /** A learner cannot throw an InterruptedException; the warm start says what it promises all the same. */
    @Test
    void interrupt_whileALearnerTrains_isAnInterruptedException() {
        ColdStartBootstrapper bootstrapper = community
                .bootstrapper()
                .generator(generator)
                .recommender(table -> {
                    Thread.currentThread().interrupt();
                    throw new CancellationException("interrupted while descending");
                })
                .build();

        assertThatThrownBy(bootstrapper::warmStart)
                .isInstanceOf(InterruptedException.class)
                .hasMessage("interrupted while training")
                .hasCauseInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void cancellation_withoutAnInterrupt_isPassedOn() {
        ColdStartBootstrapper bootstrapper = community
                .bootstrapper()
                .generator(generator)
                .recommender(table -> {
                    throw new CancellationException("by the host");
                })
                .build();

        assertThatThrownBy(bootstrapper::warmStart)
                .isInstanceOf(CancellationException.class)
                .hasMessage("by the host");
    }
}
