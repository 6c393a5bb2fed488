// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fork-join team over numbered tasks: the thread that created it and its helpers, which are daemon threads that live
 * until {@link #close()}. A team of one thread starts none.
 *
 * <p>{@code run} hands out the numbers of one phase in order and returns when all tasks are done. Which thread runs which
 * task depends on timing: a result is repeatable if no task depends on another of its phase. A task that runs long calls
 * {@link #checkStopped()} every few milliseconds; an interrupt of the owning thread, or a failure of any task, makes that
 * call throw in every thread of the team. The next phase starts afresh.
 *
 * <p>For use by the thread that created it.
 */
public final class WorkerTeam implements AutoCloseable {

    /** Tasks of one call of {@code run}. */
    private static final class Phase {
        final Supplier<IntConsumer> worker;
        final int tasks;
        final AtomicInteger next = new AtomicInteger();
        final CountDownLatch helping;

        Phase(Supplier<IntConsumer> worker, int tasks, int helpers) {
            this.worker = worker;
            this.tasks = tasks;
            helping = new CountDownLatch(helpers);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(WorkerTeam.class);

    private final Thread owner = Thread.currentThread();
    private final List<Thread> helpers = new ArrayList<>();
    private final Object lock = new Object();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** Guarded by lock; null before the first phase. */
    private @Nullable Phase phase;

    /** Guarded by lock. */
    private long phases;

    /** Guarded by lock. */
    private boolean closed;

    /**
     * Starts the helpers.
     *
     * @param threads number of working threads, the calling one included; 1 or more
     * @param name prefix of the helpers' names, which are {@code name-1}, {@code name-2} and so on
     */
    public WorkerTeam(int threads, String name) {
        for (int number = 1; number < threads; number++) {
            Thread helper = new Thread(this::help, name + "-" + number);
            helper.setDaemon(true);
            helpers.add(helper);
        }
        helpers.forEach(Thread::start);
    }

    /**
     * Runs the tasks 0 to {@code tasks - 1}. A task starts after all tasks with lower numbers have started.
     *
     * @param tasks number of tasks, 0 or more
     * @param task called with each number
     * @throws CancellationException if the owning thread is interrupted; its interrupt status stays set
     */
    public void run(int tasks, IntConsumer task) {
        run(new Phase(() -> task, tasks, helpers.size()));
    }

    /**
     * Runs the tasks 0 to {@code tasks - 1}, with a working memory for each thread of this phase. A task starts after all
     * tasks with lower numbers have started.
     *
     * @param <M> type of the working memory
     * @param tasks number of tasks, 0 or more
     * @param memory makes the working memory; called once by each working thread
     * @param task called with the working memory of its thread and each number
     * @throws CancellationException if the owning thread is interrupted; its interrupt status stays set
     */
    public <M> void run(int tasks, Supplier<M> memory, ObjIntConsumer<M> task) {
        Supplier<IntConsumer> worker = () -> {
            M own = memory.get();
            return number -> task.accept(own, number);
        };
        run(new Phase(worker, tasks, helpers.size()));
    }

    private void run(Phase mine) {
        // no helper is at work between phases
        stopped = false;
        failure.set(null);
        if (!helpers.isEmpty()) {
            synchronized (lock) {
                phase = mine;
                phases++;
                lock.notifyAll();
            }
        }
        work(mine);
        awaitHelpers(mine);
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        checkStopped();
    }

    private void awaitHelpers(Phase mine) {
        boolean interrupted = false;
        while (true) {
            try {
                mine.helping.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                stopped = true;
            }
        }
        if (interrupted) {
            owner.interrupt();
        }
    }

    /**
     * Throws if the owning thread was interrupted or another task of the phase failed.
     *
     * @throws CancellationException if so
     */
    public void checkStopped() {
        if (!stopped && owner.isInterrupted()) {
            stopped = true;
        }
        if (stopped) {
            throw new CancellationException("training was interrupted");
        }
    }

    private void work(Phase mine) {
        try {
            int number = mine.next.getAndIncrement();
            if (number < mine.tasks) {
                IntConsumer worker = mine.worker.get();
                for (; number < mine.tasks; number = mine.next.getAndIncrement()) {
                    checkStopped();
                    worker.accept(number);
                }
            }
        } catch (RuntimeException | Error e) {
            // the first failure is the cause of all others
            failure.compareAndSet(null, e);
            stopped = true;
        }
    }

    private void help() {
        long seen = 0;
        while (true) {
            Phase mine;
            synchronized (lock) {
                while (phases == seen && !closed) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        // only this team knows the thread, and only close() ends it
                        LOG.debug("a worker thread was interrupted and continues", e);
                    }
                }
                if (closed) {
                    return;
                }
                seen = phases;
                mine = phase;
            }
            if (mine != null) {
                work(mine);
                mine.helping.countDown();
            }
        }
    }

    /** Ends the helpers, and returns when they have ended. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            owner.interrupt();
        }
    }
}
