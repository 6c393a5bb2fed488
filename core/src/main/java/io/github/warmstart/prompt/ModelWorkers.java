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
 * Executor for calls of a model: daemon threads, shared by all jobs of a generator. With a size of 1 it has no threads, and
 * calls run on the thread of the job.
 *
 * <p>A job may have at most {@link #maxPending()} calls pending, so that the threads serve several jobs in turn and a long
 * job does not delay a short one until its own end.
 */
final class ModelWorkers implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;
    private final int size;

    ModelWorkers(int size, String name) {
        this.size = size;
        AtomicInteger count = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), runnable -> {
                    Thread thread = new Thread(runnable, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** The greatest number of calls that a job may have pending: one a thread in flight, and one a thread in reserve. */
    int maxPending() {
        return size == 1 ? 1 : 2 * size;
    }

    /** Opens a queue for the calls of one job, to be closed at its end. */
    Submission open(ModelCaller caller) {
        return size == 1 ? new DirectSubmission(caller) : new PooledSubmission(caller);
    }

    private static SignalException closed(@Nullable Exception cause) {
        return new SignalException(
                "the generator is closed, and a request was not answered: build a new one", cause, Usage.NONE);
    }

    /** Cancels pending calls, so that no job waits for them, and interrupts calls in flight. */
    @Override
    public void close() {
        for (Runnable pending : executor.shutdownNow()) {
            ((CallTask) pending).cancel(true);
        }
    }

    /** Calls of one job: submitted here, and returned as they complete. For one thread. */
    interface Submission extends AutoCloseable {

        /** Submits a call. */
        void submit(Call call);

        /**
         * Waits for the next call to complete.
         *
         * @return the call; its result is null if it was not made because {@link #stop} came first
         */
        Completed next() throws InterruptedException;

        /** Drops pending calls. Calls in flight complete. */
        void stop();

        /** Drops pending calls and interrupts calls in flight. */
        @Override
        void close();
    }

    /**
     * One call of the model for a job.
     *
     * @param reply the reply that the result is added to
     * @param request all or part of the request of that reply
     */
    record Call(PartialReply reply, SignalRequest request) {}

    /**
     * A call and its result.
     *
     * @param call the call
     * @param result null if the call was dropped
     */
    record Completed(Call call, @Nullable CallResult result) {}

    /** Runs each call on the thread of the job, when its result is asked for. */
    private final class DirectSubmission implements Submission {

        private final ModelCaller caller;
        private final Queue<Call> pending = new ArrayDeque<>();
        private boolean stopped;

        DirectSubmission(ModelCaller caller) {
            this.caller = caller;
        }

        @Override
        public void submit(Call call) {
            pending.add(call);
        }

        @Override
        public Completed next() throws InterruptedException {
            Call call = pending.remove();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted between two requests");
            }
            if (executor.isShutdown()) {
                throw closed(null);
            }
            return new Completed(call, stopped ? null : caller.call(call.request()));
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

    /** Runs calls on the threads of the executor. */
    private final class PooledSubmission implements Submission {

        private final ModelCaller caller;
        private final BlockingQueue<CallTask> completed = new LinkedBlockingQueue<>();
        private final Set<CallTask> submitted = new HashSet<>();
        // an interrupted thread starts its next task at once, which then must make no call
        private final AtomicBoolean stopped = new AtomicBoolean();

        PooledSubmission(ModelCaller caller) {
            this.caller = caller;
        }

        @Override
        public void submit(Call call) {
            CallTask task = new CallTask(call, () -> stopped.get() ? null : run(call.request()), completed);
            submitted.add(task);
            try {
                executor.execute(task);
            } catch (RejectedExecutionException e) {
                throw closed(e);
            }
        }

        @Override
        public Completed next() throws InterruptedException {
            CallTask task = completed.take();
            submitted.remove(task);
            return new Completed(task.call, result(task));
        }

        @Override
        public void stop() {
            stopped.set(true);
        }

        @Override
        public void close() {
            stop();
            submitted.forEach(task -> task.cancel(true));
        }

        /** An interrupt that comes neither from the job nor from closing concerns this call only. */
        private CallResult run(SignalRequest request) throws InterruptedException {
            try {
                CallResult result = caller.call(request);
                if (result.endsJob()) {
                    stop(); // at once, before this thread starts the next task
                }
                return result;
            } catch (InterruptedException e) {
                if (executor.isShutdown() || stopped.get()) {
                    throw e;
                }
                return CallResult.failed(request, Usage.NONE, "the call of the model was interrupted", null);
            }
        }

        private @Nullable CallResult result(CallTask task) throws InterruptedException {
            try {
                return task.get();
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

    /** A submitted call, which adds itself to a queue once it has completed, failed or was cancelled. */
    private static final class CallTask extends FutureTask<CallResult> {

        private final Call call;
        private final BlockingQueue<CallTask> completed;

        CallTask(Call call, Work work, BlockingQueue<CallTask> completed) {
            super(work::run);
            this.call = call;
            this.completed = completed;
        }

        @Override
        protected void done() {
            completed.add(this);
        }

        @FunctionalInterface
        private interface Work {
            @Nullable
            CallResult run() throws InterruptedException;
        }
    }
}
