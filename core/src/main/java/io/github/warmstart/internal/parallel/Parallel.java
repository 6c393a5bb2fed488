// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * A few threads that share the numbers from 0 to n - 1 between them. The calling thread is one of them, so that with one
 * thread nothing is started at all.
 *
 * <p>Which thread does which number is chance: a result is repeatable if what is done for a number depends on nothing
 * that is done for another. An interrupt of the calling thread ends the work early with a {@link CancellationException}
 * and leaves the thread's interrupt status set. For one thread at a time; to be closed after use.
 */
public final class Parallel implements AutoCloseable {

    /** Numbers that a thread takes at a time: few enough to share out evenly, many enough to be rarely asked for. */
    private static final int CHUNK = 8;

    private final int threads;
    private final ExecutorService helpers;

    /**
     * Makes ready for work.
     *
     * @param threads how many threads work, the caller included, 1 or more
     */
    public Parallel(int threads) {
        this.threads = threads;
        helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1), work -> {
            Thread thread = new Thread(work, "warmstart-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does something for each number, several at once, and returns when all is done. What the first failing number
     * throws is thrown here.
     *
     * @param <W> what a thread works with
     * @param count how many numbers
     * @param tools makes each thread its own working memory
     * @param work is given the working memory and a number
     * @throws CancellationException if the calling thread was interrupted; its interrupt status is left set
     */
    public <W> void forEach(int count, Supplier<W> tools, ObjIntConsumer<W> work) {
        forEach(count, CHUNK, tools, work);
    }

    /**
     * Does something for each number as {@link #forEach(int, Supplier, ObjIntConsumer)} does, where each takes so long
     * that threads should take one at a time.
     *
     * @param count how many numbers
     * @param work is given a number
     * @throws CancellationException if the calling thread was interrupted; its interrupt status is left set
     */
    public void forEachLong(int count, ObjIntConsumer<Object> work) {
        forEach(count, 1, Object::new, work);
    }

    private <W> void forEach(int count, int chunk, Supplier<W> tools, ObjIntConsumer<W> work) {
        AtomicInteger next = new AtomicInteger();
        Thread caller = Thread.currentThread();
        Runnable share = () -> {
            W own = tools.get();
            try {
                for (int from = take(next, chunk, count); from < count; from = take(next, chunk, count)) {
                    for (int number = from; number < Math.min(count, from + chunk); number++) {
                        work.accept(own, number);
                    }
                    if (Thread.currentThread() == caller && caller.isInterrupted()) {
                        next.set(count);
                    }
                }
            } catch (RuntimeException | Error e) {
                next.set(count);
                throw e;
            }
        };
        List<Future<?>> others = new ArrayList<>();
        for (int helper = 1; helper < Math.min(threads, (count + chunk - 1) / chunk); helper++) {
            others.add(helpers.submit(share));
        }
        boolean interrupted;
        try {
            share.run();
        } finally {
            // nobody may still be at work on what the caller takes for its own again
            interrupted = await(others, next, count);
        }
        if (interrupted) {
            throw new CancellationException("interrupted at work");
        }
    }

    /** Numbers beyond the last are not counted on, so that the counter cannot run over. */
    private static int take(AtomicInteger next, int chunk, int count) {
        return next.getAndUpdate(from -> from >= count - chunk ? count : from + chunk);
    }

    /** Waits for all, whatever happens; true if the calling thread is interrupted. */
    private static boolean await(List<Future<?>> others, AtomicInteger next, int count) {
        boolean interrupted = Thread.interrupted();
        Throwable failure = null;
        for (Future<?> other : others) {
            boolean done = false;
            while (!done) {
                try {
                    other.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    next.set(count);
                } catch (ExecutionException e) {
                    done = true;
                    failure = failure == null ? e.getCause() : failure;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return interrupted;
    }

    /** Ends the threads. */
    @Override
    public void close() {
        helpers.shutdownNow();
    }
}
