// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that trains, and its helpers: daemon threads that live from construction to {@link #close()}.
 *
 * <p>{@link #run} hands out the numbered tasks of one phase in order and returns when all are done. A task that runs long
 * calls {@link #checkStopped()} every few milliseconds; an interrupt of the training thread, or a failure of any task,
 * makes that call throw in every thread of the team.
 */
public final class WorkerTeam implements AutoCloseable {

    /** One task of a phase. */
    public interface Task {
        /** Does the task of this number. */
        public void run(int number);
    }

    private static final class Phase {
        final Task task;
        final int tasks;
        final AtomicInteger next = new AtomicInteger();
        final CountDownLatch helping;

        Phase(Task task, int tasks, int helpers) {
            this.task = task;
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
    /** Guarded by lock; null between phases. */
    private @Nullable Phase phase;
    /** Guarded by lock. */
    private long phases;
    /** Guarded by lock. */
    private boolean closed;

    /**
     * A team.
     *
     * @param threads how many threads work, the calling one among them; 1 or more
     */
    public WorkerTeam(int threads) {
        for (int number = 1; number < threads; number++) {
            Thread helper = new Thread(this::help, "warmstart-training-" + number);
            helper.setDaemon(true);
            helpers.add(helper);
        }
        helpers.forEach(Thread::start);
    }

    /**
     * Does the tasks 0 to before {@code tasks}; a task is begun after all of a lower number were begun.
     *
     * @throws CancellationException if the training thread is interrupted; its interrupt flag stays set
     */
    public void run(int tasks, Task task) {
        Phase mine = new Phase(task, tasks, helpers.size());
        if (!helpers.isEmpty()) {
            synchronized (lock) {
                phase = mine;
                phases++;
                lock.notifyAll();
            }
        }
        work(mine);
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
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        checkStopped();
    }

    /**
     * Passes on an interrupt of the training thread, or a failure elsewhere in the team.
     *
     * @throws CancellationException if there was one
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
            for (int number = mine.next.getAndIncrement(); number < mine.tasks; number = mine.next.getAndIncrement()) {
                checkStopped();
                mine.task.run(number);
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
                        // nobody but this team knows the thread, and only close() ends it
                        LOG.debug("a helper of the training was interrupted, and goes on", e);
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
