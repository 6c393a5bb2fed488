// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelTest {

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 100", "2, 1", "2, 7", "3, 8", "4, 1000", "8, 17"})
    void forEach_anyThreads_doesEachNumberOnce(int threads, int count) {
        AtomicIntegerArray done = new AtomicIntegerArray(count);
        try (Parallel parallel = new Parallel(threads)) {
            parallel.forEach(count, Object::new, (own, number) -> done.incrementAndGet(number));
            parallel.forEachLong(count, (own, number) -> done.incrementAndGet(number));
        }
        for (int number = 0; number < count; number++) {
            assertThat(done.get(number)).isEqualTo(2);
        }
    }

    @Test
    void forEach_severalThreads_givesEachItsOwnTools() {
        Set<Object> shared = ConcurrentHashMap.newKeySet();
        AtomicInteger made = new AtomicInteger();
        try (Parallel parallel = new Parallel(3)) {
            parallel.forEach(
                    1000,
                    () -> {
                        made.incrementAndGet();
                        return new Thread[1];
                    },
                    (tools, number) -> {
                        if (tools[0] != null && tools[0] != Thread.currentThread()) {
                            shared.add(tools);
                        }
                        tools[0] = Thread.currentThread();
                    });
        }
        assertThat(shared).isEmpty();
        assertThat(made).hasValueBetween(1, 3);
    }

    @Test
    void forEachLong_twoThreads_workAtOnce() {
        CountDownLatch both = new CountDownLatch(2);
        try (Parallel parallel = new Parallel(2)) {
            parallel.forEachLong(2, (own, number) -> {
                both.countDown();
                try {
                    both.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        assertThat(both.getCount()).isZero();
    }

    @Test
    void forEach_failure_reachesTheCallerAndEndsTheWork() {
        for (int threads = 1; threads <= 3; threads++) {
            try (Parallel parallel = new Parallel(threads)) {
                AtomicInteger done = new AtomicInteger();
                assertThatThrownBy(() -> parallel.forEach(1_000_000, Object::new, (own, number) -> {
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
    void forEach_interrupted_endsEarlyAndLeavesTheFlagSet() {
        for (int threads = 1; threads <= 3; threads++) {
            try (Parallel parallel = new Parallel(threads)) {
                Set<Integer> done = ConcurrentHashMap.newKeySet();
                Thread caller = Thread.currentThread();
                assertThatThrownBy(() -> parallel.forEach(100_000, Object::new, (own, number) -> {
                            done.add(number);
                            if (done.size() > 20) {
                                caller.interrupt();
                            }
                        }))
                        .isInstanceOf(CancellationException.class)
                        .hasMessage("interrupted at work");
                assertThat(Thread.interrupted()).isTrue();
                assertThat(done).hasSizeLessThan(100_000);
                // the threads are still good for more
                Set<Integer> again = new HashSet<>();
                parallel.forEach(5, Object::new, (own, number) -> again.add(number));
                assertThat(again).isEqualTo(new HashSet<>(Arrays.asList(0, 1, 2, 3, 4)));
            }
        }
    }
}
