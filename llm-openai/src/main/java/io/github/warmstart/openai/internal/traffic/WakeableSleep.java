// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.openai.internal.failure.Sleeper;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sleep that {@link #wakeAll()} ends early for all threads. Tests replace it by a {@link Sleeper}. Thread-safe. */
final class WakeableSleep {

    private static final Logger LOG = LoggerFactory.getLogger(WakeableSleep.class);

    private final @Nullable Sleeper sleeper;
    private volatile CountDownLatch alarm = new CountDownLatch(1);
    private volatile boolean closed;

    WakeableSleep(@Nullable Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /** Sleeps until the time is over or the condition, tested at first and after each wake-up, is true. */
    void sleep(Duration time, BooleanSupplier cancelled) throws InterruptedException {
        if (sleeper != null) {
            sleeper.sleep(time);
            return;
        }
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            CountDownLatch current = alarm; // read before the test, so that no wake-up is lost between the two
            if (cancelled.getAsBoolean()) {
                return;
            }
            await(current, left);
        }
    }

    /** Sleeps once, with the lock released meanwhile; returns early on a wake-up. The caller holds the lock. */
    void sleepUnlocked(ReentrantLock lock, long nanos) throws InterruptedException {
        CountDownLatch current = alarm;
        lock.unlock();
        try {
            if (sleeper != null) {
                sleeper.sleep(Duration.ofNanos(nanos));
            } else {
                await(current, nanos);
            }
        } finally {
            lock.lock();
        }
    }

    /** Ends all sleeps that have begun. Calls of this and of {@link #close()} must be serialized. */
    void wakeAll() {
        CountDownLatch current = alarm;
        if (!closed) {
            alarm = new CountDownLatch(1);
        }
        current.countDown();
    }

    /** Ends all sleeps, later ones too. */
    void close() {
        closed = true;
        alarm.countDown();
    }

    private static void await(CountDownLatch alarm, long nanos) throws InterruptedException {
        if (alarm.await(nanos, TimeUnit.NANOSECONDS)) {
            LOG.trace("woken up early");
        }
    }
}
