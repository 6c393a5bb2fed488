// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Does numbered pieces of work on the calling thread and on some daemon threads, which end by {@link #close}. Who does
 * which piece is left to timing, so pieces must not depend on each other. For use by one thread.
 */
public final class SamplingCrew implements AutoCloseable {

    /** Does one piece with the scratch space of its worker. */
    interface Piece {
        void run(int number, Scratch scratch);
    }

    private final List<Scratch> scratches = new ArrayList<>();
    /** Null where the calling thread works alone. */
    private final @Nullable ExecutorService helpers;

    private volatile boolean stopped;

    public SamplingCrew(int threads) {
        for (int i = 0; i < threads; i++) {
            scratches.add(new Scratch());
        }
        AtomicInteger count = new AtomicInteger();
        helpers = threads == 1
                ? null
                : Executors.newFixedThreadPool(threads - 1, work -> {
                    Thread thread = new Thread(work, "warmstart-gibbs-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Does all pieces, and returns when the last is done.
     *
     * @throws CancellationException if the calling thread was interrupted; its mark stays set
     */
    void run(int pieces, Piece piece) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> futures = new ArrayList<>();
        if (helpers != null) {
            for (int i = 1; i < Math.min(scratches.size(), pieces); i++) {
                Scratch scratch = scratches.get(i);
                futures.add(helpers.submit(() -> work(next, pieces, piece, scratch)));
            }
        }
        try {
            work(next, pieces, piece, scratches.get(0));
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        } finally {
            next.set(pieces);
        }
    }

    private void work(AtomicInteger next, int pieces, Piece piece, Scratch scratch) {
        for (int number = next.getAndIncrement(); number < pieces; number = next.getAndIncrement()) {
            if (stopped || Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            piece.run(number, scratch);
        }
    }

    private static CancellationException interrupted() {
        return new CancellationException("interrupted while sampling: nothing was learned");
    }

    @Override
    public void close() {
        stopped = true;
        if (helpers != null) {
            helpers.shutdownNow();
        }
    }
}
