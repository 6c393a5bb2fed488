// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator.OneRequest;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests on a fixed number of daemon threads, and hands the replies over on the calling thread.
 *
 * <p>Handing over on the calling thread makes three promises cheap: replies come one at a time, an interrupt is seen
 * between two of them, and after the call has ended nothing is handed over any more.
 */
final class Workers implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;
    private final boolean onCallingThread;

    Workers(int size, String name) {
        onCallingThread = size == 1;
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), runnable -> {
                    Thread thread = new Thread(runnable, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    void answer(List<SignalRequest> requests, OneRequest function, Consumer<SignalReply> replies)
            throws InterruptedException {
        if (onCallingThread) {
            answerHere(requests, function, replies);
        } else {
            answerThere(requests, function, replies);
        }
    }

    private void answerHere(List<SignalRequest> requests, OneRequest function, Consumer<SignalReply> replies)
            throws InterruptedException {
        for (SignalRequest request : requests) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted between two requests");
            }
            if (pool.isShutdown()) {
                throw closed(null);
            }
            replies.accept(function.answer(request));
        }
    }

    private void answerThere(List<SignalRequest> requests, OneRequest function, Consumer<SignalReply> replies)
            throws InterruptedException {
        BlockingQueue<Future<SignalReply>> done = new LinkedBlockingQueue<>();
        List<Task> tasks = new ArrayList<>(requests.size());
        // a worker that is interrupted takes the next task at once: it must find that there is nothing left to do
        AtomicBoolean over = new AtomicBoolean();
        OneRequest unlessOver = request -> {
            if (over.get()) {
                throw new CancellationException("nobody waits for this request any more");
            }
            return function.answer(request);
        };
        try {
            for (SignalRequest request : requests) {
                Task task = new Task(request, unlessOver, done);
                tasks.add(task);
                start(task);
            }
            for (int i = 0; i < tasks.size(); i++) {
                replies.accept(result(done.take()));
            }
        } finally {
            over.set(true);
            tasks.forEach(task -> task.cancel(true));
        }
    }

    private void start(Task task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    private static SignalReply result(Future<SignalReply> done) throws InterruptedException {
        try {
            return done.get();
        } catch (CancellationException e) {
            throw closed(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException unchecked ? unchecked : closed(e);
        }
    }

    private static SignalException closed(@Nullable Exception cause) {
        return new SignalException(
                "the generator is closed, and a request was not answered: build a new one", cause, Usage.NONE);
    }

    /** Cancels what waits, so that no caller waits for it, and interrupts what runs. */
    @Override
    public void close() {
        for (Runnable waiting : pool.shutdownNow()) {
            ((Task) waiting).cancel(true);
        }
    }

    /** One request on its way; it lays itself into the queue once it is done, failed or cancelled. */
    private final class Task extends FutureTask<SignalReply> {

        private final BlockingQueue<Future<SignalReply>> queue;

        Task(SignalRequest request, OneRequest function, BlockingQueue<Future<SignalReply>> queue) {
            super(() -> answerOne(request, function));
            this.queue = queue;
        }

        @Override
        protected void done() {
            queue.add(this);
        }
    }

    /** An interrupt that comes neither from the caller nor from closing concerns this request only. */
    private SignalReply answerOne(SignalRequest request, OneRequest function) throws InterruptedException {
        try {
            return function.answer(request);
        } catch (InterruptedException e) {
            if (pool.isShutdown()) {
                throw e;
            }
            return SignalReply.failed(request, Outcome.FAILED, Usage.NONE, "the call of the model was interrupted");
        }
    }
}
