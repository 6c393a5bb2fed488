// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.Usage;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The daemon threads that put questions to a model, shared by all jobs of a generator; none if there is to be one call at
 * a time, which then runs on the thread of the job.
 *
 * <p>A job may have no more questions waiting than {@link #places()}, so that the threads take those of several jobs in
 * turn, and a long job does not keep a short one waiting until its own end.
 */
final class ModelWorkers implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;
    private final int size;

    ModelWorkers(int size, String name) {
        this.size = size;
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), runnable -> {
                    Thread thread = new Thread(runnable, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** How many questions of one job may be given away: one a thread at work, and one a thread in reserve. */
    int places() {
        return size == 1 ? 1 : 2 * size;
    }

    /** A desk for one job, to be closed at its end. */
    Desk open(ModelCaller asker) {
        return size == 1 ? new OwnHands(asker) : new Helpers(asker);
    }

    private static SignalException closed(@Nullable Exception cause) {
        return new SignalException(
                "the generator is closed, and a request was not answered: build a new one", cause, Usage.NONE);
    }

    /** Cancels what waits, so that no job waits for it, and interrupts what runs. */
    @Override
    public void close() {
        for (Runnable waiting : pool.shutdownNow()) {
            ((Task) waiting).cancel(true);
        }
    }

    /** Where one job gives questions away and takes answers back. For one thread. */
    interface Desk extends AutoCloseable {

        /** Gives a question away. */
        void give(Question question);

        /**
         * Waits for an answer.
         *
         * @return the next to be ready; its answer is null if the question was never put, since {@link #stop} came first
         */
        Taken take() throws InterruptedException;

        /** From now on no question is put any more; those that are under way come to their end. */
        void stop();

        /** Nobody waits for answers any more: what runs is interrupted. */
        @Override
        void close();
    }

    /** One question of a job. */
    record Question(PartialReply draft, SignalRequest request) {}

    /** A question, and what became of it. */
    record Taken(Question question, @Nullable CallResult answered) {}

    private final class OwnHands implements Desk {

        private final ModelCaller asker;
        private final Queue<Question> waiting = new ArrayDeque<>();
        private boolean stopped;

        OwnHands(ModelCaller asker) {
            this.asker = asker;
        }

        @Override
        public void give(Question question) {
            waiting.add(question);
        }

        @Override
        public Taken take() throws InterruptedException {
            Question question = waiting.remove();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted between two requests");
            }
            if (pool.isShutdown()) {
                throw closed(null);
            }
            return new Taken(question, stopped ? null : asker.answer(question.request()));
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void close() {
            stopped = true;
        }
    }

    private final class Helpers implements Desk {

        private final ModelCaller asker;
        private final BlockingQueue<Task> done = new LinkedBlockingQueue<>();
        private final Set<Task> given = new HashSet<>();
        // a thread that is interrupted takes the next task at once: it must find that there is nothing left to do
        private final AtomicBoolean stopped = new AtomicBoolean();

        Helpers(ModelCaller asker) {
            this.asker = asker;
        }

        @Override
        public void give(Question question) {
            Task task = new Task(question, () -> stopped.get() ? null : answer(question.request()), done);
            given.add(task);
            try {
                pool.execute(task);
            } catch (RejectedExecutionException e) {
                throw closed(e);
            }
        }

        @Override
        public Taken take() throws InterruptedException {
            Task next = done.take();
            given.remove(next);
            return new Taken(next.question, result(next));
        }

        @Override
        public void stop() {
            stopped.set(true);
        }

        @Override
        public void close() {
            stop();
            given.forEach(task -> task.cancel(true));
        }

        /** An interrupt that comes neither from the job nor from closing concerns this question only. */
        private CallResult answer(SignalRequest request) throws InterruptedException {
            try {
                CallResult answered = asker.answer(request);
                if (answered.endsJob()) {
                    stop(); // at once, before this thread takes the next question
                }
                return answered;
            } catch (InterruptedException e) {
                if (pool.isShutdown() || stopped.get()) {
                    throw e;
                }
                return ModelCaller.failed(request, Usage.NONE, "the call of the model was interrupted", null);
            }
        }

        private @Nullable CallResult result(Task next) throws InterruptedException {
            try {
                return next.get();
            } catch (CancellationException e) {
                throw closed(e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof RuntimeException unchecked ? unchecked : closed(e);
            }
        }
    }

    /** A question on its way; it lays itself into the queue once it is done, failed or cancelled. */
    private static final class Task extends FutureTask<CallResult> {

        private final Question question;
        private final BlockingQueue<Task> queue;

        Task(Question question, Work work, BlockingQueue<Task> queue) {
            super(work::run);
            this.question = question;
            this.queue = queue;
        }

        @Override
        protected void done() {
            queue.add(this);
        }

        @FunctionalInterface
        private interface Work {
            @Nullable
            CallResult run() throws InterruptedException;
        }
    }
}
