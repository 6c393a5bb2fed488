// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Parallel execution of independent tasks on all processors. */
public final class Together {

    private Together() {}

    /**
     * Runs all tasks.
     *
     * @param <T> result of a task
     * @param pieces the tasks; each must be repeatable by itself
     * @param step called on this thread after each task
     * @return the results, in the order of the tasks
     * @throws InterruptedException if the thread was interrupted; running tasks are interrupted too
     */
    public static <T> List<T> run(List<Callable<T>> pieces, Runnable step) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(1, Math.min(pieces.size(), Runtime.getRuntime().availableProcessors())), work -> {
                    Thread thread = new Thread(work, "evaluate");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            List<Future<T>> running = new ArrayList<>();
            pieces.forEach(piece -> running.add(threads.submit(piece)));
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
                step.run();
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("a piece of work was interrupted");
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
