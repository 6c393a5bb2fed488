// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerTeamTest {

    static long helpersAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("warmstart-training-"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void run_doesEveryTaskOnce(int threads) {
        AtomicIntegerArray done = new AtomicIntegerArray(100);
        try (WorkerTeam team = new WorkerTeam(threads)) {
            team.run(50, done::incrementAndGet);
            team.run(0, done::incrementAndGet);
            team.run(50, number -> done.incrementAndGet(50 + number));
        }
        for (int number = 0; number < 100; number++) {
            assertThat(done.get(number)).isEqualTo(1);
        }
    }

    @Test
    void run_manyThreads_workAtOnceAndAreNamedDaemons() {
        CyclicBarrier all = new CyclicBarrier(3);
        Set<String> names = ConcurrentHashMap.newKeySet();
        try (WorkerTeam team = new WorkerTeam(3)) {
            team.run(3, number -> {
                try {
                    all.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                if (Thread.currentThread().isDaemon()) {
                    names.add(Thread.currentThread().getName());
                }
            });
        }
        assertThat(names).contains("warmstart-training-1", "warmstart-training-2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void run_taskFails_throwsItsFailureAndLeavesNoThread(int threads) {
        try (WorkerTeam team = new WorkerTeam(threads)) {
            assertThatThrownBy(() -> team.run(10, number -> {
                        if (number == 4) {
                            throw new IllegalArgumentException("number four");
                        }
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("number four");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void run_callerInterrupted_endsEveryTaskAndKeepsTheFlag(int threads) {
        Thread caller = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(threads);
        Thread interrupter = new Thread(() -> {
            try {
                begun.await();
                caller.interrupt();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        interrupter.start();
        try (WorkerTeam team = new WorkerTeam(threads)) {
            assertThatThrownBy(() -> team.run(threads, number -> {
                        begun.countDown();
                        while (true) {
                            team.checkStopped();
                            Thread.onSpinWait();
                        }
                    }))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("training was interrupted");
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void close_endsTheHelpers() {
        Thread[] seen = new Thread[2];
        CyclicBarrier both = new CyclicBarrier(2);
        try (WorkerTeam team = new WorkerTeam(2)) {
            team.run(2, number -> {
                seen[number] = Thread.currentThread();
                try {
                    both.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        for (Thread thread : seen) {
            assertThat(thread == Thread.currentThread() || !thread.isAlive()).isTrue();
        }
    }
}
