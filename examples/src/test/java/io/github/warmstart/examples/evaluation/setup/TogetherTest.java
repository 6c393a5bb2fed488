// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TogetherTest {

    private static void nothing() {
        // no progress is shown
    }

    @Test
    void results_areInTheOrderOfThePieces_whateverEndsFirst() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        List<Callable<Integer>> pieces = IntStream.range(0, 50)
                .<Callable<Integer>>mapToObj(piece -> () -> {
                    if (piece == 0) {
                        // ends after the second, if there are two threads
                        second.await(1, TimeUnit.SECONDS);
                    }
                    second.countDown();
                    return piece;
                })
                .toList();
        int[] steps = {0};

        List<Integer> results = Together.run(pieces, () -> steps[0]++);

        assertThat(results)
                .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
        assertThat(steps[0]).isEqualTo(50);
    }

    @Test
    void noPieces_haveNoResults() throws InterruptedException {
        assertThat(Together.<String>run(List.of(), TogetherTest::nothing)).isEmpty();
    }

    @Test
    void runtimeException_isThrownAsItIs() {
        IllegalArgumentException failure = new IllegalArgumentException("wrong");

        assertThatThrownBy(() -> Together.run(
                        List.<Callable<String>>of(() -> "fine", () -> {
                            throw failure;
                        }),
                        TogetherTest::nothing))
                .isSameAs(failure);
    }

    @Test
    void checkedException_isTheCauseOfAnother() {
        IOException failure = new IOException("disk");

        assertThatThrownBy(() -> Together.run(
                        List.<Callable<String>>of(() -> {
                            throw failure;
                        }),
                        TogetherTest::nothing))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(failure);
    }

    @Test
    void interruptedPiece_isAnInterruption() {
        assertThatThrownBy(() -> Together.run(
                        List.<Callable<String>>of(() -> {
                            throw new InterruptedException();
                        }),
                        TogetherTest::nothing))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void interruptedCaller_interruptsThePieces() throws InterruptedException {
        Thread caller = Thread.currentThread();
        CountDownLatch interrupted = new CountDownLatch(1);

        assertThatThrownBy(() -> Together.run(
                        List.<Callable<String>>of(() -> {
                            caller.interrupt();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                            }
                            return "";
                        }),
                        TogetherTest::nothing))
                .isInstanceOf(InterruptedException.class);

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }
}
