// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs independent pieces of work on all processors; what each comes to does not depend on the others. */
public final class Together {

    private Together() {}

    /**
     * Runs all pieces.
     *
     * @param <T> what a piece comes to
     * @param pieces the work; each must be repeatable by itself
     * @param step is called on this thread after each piece
     * @return the results, in the order of the pieces
     * @throws InterruptedException if the thread was interrupted; what runs is interrupted too
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
