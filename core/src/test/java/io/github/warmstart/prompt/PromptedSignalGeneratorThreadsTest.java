// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PromptedSignalGeneratorThreadsTest {

    private static List<SignalRequest> requests(int count) {
        return IntStream.range(0, count)
                .<SignalRequest>mapToObj(
                        i -> new AsAudience(List.of(Item.of("id-" + i, "Title " + i)), RatingScale.of(0, 1000)))
                .toList();
    }

    private static ChatReply rated(ChatPrompt prompt) {
        return ScriptedModel.reply(ScriptedModel.allRated(prompt, 3), Finish.STOP);
    }

    @Test
    void generate_concurrencyOfThree_hasThreeCallsInFlightAndNoMore() throws InterruptedException {
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ChatModel model = prompt -> {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            try {
                three.await(); // passes only if three calls meet
            } catch (BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
            inFlight.decrementAndGet();
            return rated(prompt);
        };
        List<SignalReply> replies = new ArrayList<>();
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(3).build()) {
            generator.generate(requests(30), replies::add);
        }

        assertThat(replies).hasSize(30).allMatch(reply -> reply.outcome() == Outcome.COMPLETE);
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    void generate_manyAtOnce_handsOverOnTheCallingThreadAlone() throws InterruptedException {
        Set<Thread> consumers = new HashSet<>();
        Set<SignalRequest> answered = new HashSet<>();
        List<SignalRequest> requests = requests(500);
        try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(
                        PromptedSignalGeneratorThreadsTest::rated)
                .concurrency(8)
                .build()) {
            generator.generate(requests, reply -> {
                consumers.add(Thread.currentThread());
                answered.add(reply.request());
            });
        }

        assertThat(consumers).containsExactly(Thread.currentThread());
        assertThat(answered).containsExactlyInAnyOrderElementsOf(requests);
    }

    @Test
    void generate_laterCallEndsFirst_isHandedOverFirst() throws InterruptedException {
        CountDownLatch secondTaken = new CountDownLatch(1);
        ChatModel model = prompt -> {
            if (prompt.user().contains("Title 0")) {
                secondTaken.await();
            }
            return rated(prompt);
        };
        List<String> order = new ArrayList<>();
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(2).build()) {
            generator.generate(requests(2), reply -> {
                order.add(reply.signals().get(0).itemId());
                secondTaken.countDown();
            });
        }

        assertThat(order).containsExactly("id-1", "id-0");
    }

    @Test
    void generate_concurrencyOfOne_asksInOrderOnTheCallingThread() throws InterruptedException {
        Set<Thread> threads = new HashSet<>();
        ScriptedModel model = new ScriptedModel(prompt -> {
            threads.add(Thread.currentThread());
            return rated(prompt);
        });
        List<SignalReply> replies = new ArrayList<>();
        List<SignalRequest> requests = requests(5);
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(1).build()) {
            generator.generate(requests, replies::add);
        }

        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(replies).extracting(SignalReply::request).isEqualTo(requests);
    }

    @Test
    void generate_workers_areNamedDaemonsThatEndWithTheGenerator() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        ChatModel model = prompt -> {
            threads.add(Thread.currentThread());
            return rated(prompt);
        };
        PromptedSignalGenerator generator = PromptedSignalGenerator.builder(model)
                .generatorName("house")
                .concurrency(2)
                .build();
        generator.generate(requests(10), reply -> {});

        assertThat(threads)
                .isNotEmpty()
                .allMatch(Thread::isDaemon)
                .allMatch(thread -> thread.getName().matches("warmstart-house-[12]"));

        generator.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(threads).noneMatch(Thread::isAlive);
    }

    /** Repeated, because a worker that is interrupted may take the next request before that is cancelled. */
    @RepeatedTest(50)
    void generate_interrupted_interruptsTheCallsInFlightAndMakesNoOther() throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        AtomicInteger calls = new AtomicInteger();
        ChatModel model = prompt -> {
            calls.incrementAndGet();
            atWork.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return rated(prompt);
        };
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(2).build()) {
            Thread caller = new Thread(() -> {
                try {
                    generator.generate(requests(20), reply -> {});
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            caller.start();
            atWork.await();
            caller.interrupt();
            caller.join();
            interrupted.await();
        }

        assertThat(calls.get()).isEqualTo(2);
    }

    @Test
    void generate_modelWrapsTheInterrupt_isInterruptedAllTheSame() {
        ChatModel model = prompt -> {
            Thread.currentThread().interrupt();
            throw new SignalException("interrupted");
        };
        List<SignalReply> replies = new ArrayList<>();
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(1).build()) {
            assertThatThrownBy(() -> generator.generate(requests(2), replies::add))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(replies).isEmpty();
    }

    @Test
    void generate_workerInterruptedByStrangers_failsThatRequestOnly() throws InterruptedException {
        ChatModel model = prompt -> {
            if (prompt.user().contains("Title 1\n")) {
                throw new InterruptedException("stranger");
            }
            return rated(prompt);
        };
        List<SignalReply> replies = new ArrayList<>();
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(2).build()) {
            generator.generate(requests(4), replies::add);
        }

        assertThat(replies).hasSize(4);
        assertThat(replies)
                .filteredOn(reply -> reply.outcome() == Outcome.FAILED)
                .singleElement()
                .satisfies(reply -> assertThat(reply.reason()).isEqualTo("the call of the model was interrupted"));
    }

    @Test
    void close_whileAtWork_endsTheCall() throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(2);
        ChatModel model = prompt -> {
            atWork.countDown();
            new CountDownLatch(1).await();
            return rated(prompt);
        };
        PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(2).build();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                generator.generate(requests(20), reply -> {});
            } catch (InterruptedException | SignalException e) {
                thrown.set(e);
            }
        });
        caller.start();
        atWork.await();

        generator.close();
        caller.join();

        assertThat(thrown.get())
                .isInstanceOf(SignalException.class)
                .hasMessage("the generator is closed, and a request was not answered: build a new one");
    }

    @Test
    void generate_afterClose_isRefused() {
        for (int concurrency : new int[] {1, 2}) {
            PromptedSignalGenerator generator = PromptedSignalGenerator.builder(
                            PromptedSignalGeneratorThreadsTest::rated)
                    .concurrency(concurrency)
                    .build();
            generator.close();
            generator.close();

            assertThatThrownBy(() -> generator.generate(requests(1), reply -> {}))
                    .isInstanceOf(SignalException.class)
                    .hasMessageContaining("the generator is closed");
        }
    }
}
