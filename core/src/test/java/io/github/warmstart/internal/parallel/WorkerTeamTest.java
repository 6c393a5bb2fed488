// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("counts the threads of the process")
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
        try (WorkerTeam team = new WorkerTeam(threads, "warmstart-training")) {
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
        try (WorkerTeam team = new WorkerTeam(3, "warmstart-training")) {
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
        try (WorkerTeam team = new WorkerTeam(threads, "warmstart-training")) {
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
        try (WorkerTeam team = new WorkerTeam(threads, "warmstart-training")) {
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
        try (WorkerTeam team = new WorkerTeam(2, "warmstart-training")) {
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

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 100", "2, 1", "2, 7", "3, 8", "4, 1000", "8, 17"})
    void run_withMemory_runsEachTaskOnce(int threads, int count) {
        AtomicIntegerArray done = new AtomicIntegerArray(count);
        try (WorkerTeam team = new WorkerTeam(threads, "warmstart-training")) {
            team.run(count, Object::new, (own, number) -> done.incrementAndGet(number));
            team.run(count, number -> done.incrementAndGet(number));
        }
        for (int number = 0; number < count; number++) {
            assertThat(done.get(number)).isEqualTo(2);
        }
    }

    @Test
    void run_severalThreads_givesEachItsOwnMemory() {
        Set<Object> shared = ConcurrentHashMap.newKeySet();
        AtomicInteger made = new AtomicInteger();
        try (WorkerTeam team = new WorkerTeam(3, "warmstart-training")) {
            team.run(
                    1000,
                    () -> {
                        made.incrementAndGet();
                        return new Thread[1];
                    },
                    (memory, number) -> {
                        if (memory[0] != null && memory[0] != Thread.currentThread()) {
                            shared.add(memory);
                        }
                        memory[0] = Thread.currentThread();
                    });
        }
        assertThat(shared).isEmpty();
        assertThat(made).hasValueBetween(1, 3);
    }

    @Test
    void run_failureWithMemory_reachesTheCallerAndEndsTheWork() {
        for (int threads = 1; threads <= 3; threads++) {
            try (WorkerTeam team = new WorkerTeam(threads, "warmstart-training")) {
                AtomicInteger done = new AtomicInteger();
                assertThatThrownBy(() -> team.run(1_000_000, Object::new, (own, number) -> {
                            if (number == 5) {
                                throw new IllegalStateException("five");
                            }
                            done.incrementAndGet();
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("five");
                assertThat(done).hasValueLessThan(1_000_000);
            }
        }
    }

    @Test
    void run_interrupted_endsEarlyLeavesTheFlagSetAndTheTeamUsable() {
        for (int threads = 1; threads <= 3; threads++) {
            try (WorkerTeam team = new WorkerTeam(threads, "warmstart-training")) {
                Set<Integer> done = ConcurrentHashMap.newKeySet();
                Thread caller = Thread.currentThread();
                assertThatThrownBy(() -> team.run(100_000, Object::new, (own, number) -> {
                            done.add(number);
                            if (done.size() > 20) {
                                caller.interrupt();
                            }
                        }))
                        .isInstanceOf(CancellationException.class)
                        .hasMessage("training was interrupted");
                assertThat(Thread.interrupted()).isTrue();
                assertThat(done).hasSizeLessThan(100_000);
                Set<Integer> again = ConcurrentHashMap.newKeySet();
                team.run(5, Object::new, (own, number) -> again.add(number));
                assertThat(again).isEqualTo(Set.of(0, 1, 2, 3, 4));
            }
        }
    }
}
