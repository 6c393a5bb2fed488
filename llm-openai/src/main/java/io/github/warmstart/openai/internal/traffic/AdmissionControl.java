// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.failure.Sleeper;
import io.github.warmstart.openai.internal.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admission control for all calls of a client: rate limits, concurrency limit, circuit breaker and budget, with a fair
 * queue across jobs. Calls are rejected once the client is closed or their job has ended. Thread-safe.
 *
 * <p>Only the head of the queue sleeps until a point in time; all others wait on a condition. Tests pass a sleeper and a
 * clock of their own and so need no real time.
 */
public final class AdmissionControl {

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionControl.class);

    /** Time in nanoseconds after which an unanswered first call no longer holds back the others. */
    private static final long MAX_FIRST_CALL_NANOS = 5_000_000_000L;

    private static final long UNTIL_SIGNALLED = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final FairQueue<Object, Waiter> queue = new FairQueue<>();
    private final RateLimiter rateLimiter;
    private final ConcurrencyLimit concurrency;
    private final CircuitBreaker breaker;
    private final SpendingLimit spending;
    private final JobTermination termination = new JobTermination();
    private final Clock clock;
    private final Instant start;
    private final WakeableSleep sleep;

    private int inFlight;
    private boolean probing;
    private long firstCallAt = Long.MIN_VALUE;

    /**
     * Creates the admission control of one client.
     *
     * @param sleeper replaces sleeping in tests; null to sleep
     */
    public AdmissionControl(
            RateLimiter rateLimiter,
            ConcurrencyLimit concurrency,
            CircuitBreaker breaker,
            SpendingLimit spending,
            Clock clock,
            @Nullable Sleeper sleeper) {
        this.rateLimiter = rateLimiter;
        this.concurrency = concurrency;
        this.breaker = breaker;
        this.spending = spending;
        this.clock = clock;
        start = clock.instant();
        sleep = new WakeableSleep(sleeper);
    }

    /**
     * Permission to send one request.
     *
     * @param sentAt when it was granted, in nanoseconds since the start
     * @param probe whether the circuit breaker is open and this is its only call
     * @param reservation tokens reserved for the call
     */
    public record Permit(long sentAt, boolean probe, TokenReservation reservation) {}

    /** Rejection of a call before it was sent. */
    public static final class CallRejected extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        CallRejected(Failure failure) {
            super(failure.what(), null, false, false);
            this.failure = failure;
        }

        public Failure failure() {
            return failure;
        }
    }

    private static final class Waiter {
        private final Condition turn;

        Waiter(Condition turn) {
            this.turn = turn;
        }
    }

    /** Number of failures so far that ended a job; a prompt that began before such a failure is rejected after it. */
    public long generation() {
        lock.lock();
        try {
            return termination.generation();
        } finally {
            lock.unlock();
        }
    }

    /** Number of calls that the server has accepted so far. */
    public long accepted() {
        lock.lock();
        try {
            return rateLimiter.totalAccepted();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a call may be sent.
     *
     * @param job queue of the call; queues are served in turn
     * @param reservation upper bound on the tokens of the call
     * @param generation {@link #generation()} when the prompt began
     * @throws CallRejected if the call must not be sent
     */
    public Permit acquire(Object job, TokenReservation reservation, long generation)
            throws CallRejected, InterruptedException {
        lock.lockInterruptibly();
        try {
            Waiter waiter = new Waiter(lock.newCondition());
            queue.add(job, waiter);
            boolean served = false;
            try {
                while (true) {
                    throwIfRejected(generation);
                    if (queue.head() != waiter) {
                        waiter.turn.await();
                        continue;
                    }
                    long delay = delay(reservation);
                    if (delay == 0) {
                        served = true;
                        return grant(reservation);
                    }
                    if (delay != UNTIL_SIGNALLED) {
                        sleep.sleepUnlocked(lock, delay);
                    } else if (concurrency.isProven()) {
                        waiter.turn.await();
                    } else {
                        long ignored = waiter.turn.awaitNanos(MAX_FIRST_CALL_NANOS);
                    }
                }
            } finally {
                queue.remove(job, waiter, served);
                signalHead();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the permit of a call that was not sent or was abandoned. */
    public void cancel(Permit permit, boolean sent) {
        lock.lock();
        try {
            giveBack(permit);
            if (sent) {
                spending.book(permit.reservation(), Wire.Tokens.NONE, true);
            }
            signalHead();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the permit of a call that has ended, and updates all limits from its outcome.
     *
     * @param sent whether any byte was sent
     * @param understood false if the outcome only shows that the server does not support a part of the request
     */
    public void release(Permit permit, Outcome outcome, RateHeaders headers, boolean sent, boolean understood) {
        lock.lock();
        try {
            giveBack(permit);
            rateLimiter.advertised(headers);
            if (sent) {
                boolean billable = !(outcome instanceof Failure failure) || failure.status() / 100 <= 2;
                spending.book(permit.reservation(), outcome.tokens(), billable);
            }
            if (!(outcome instanceof Failure failure)) {
                succeeded();
            } else if (understood) {
                failed(permit, failure, now());
            }
            signalHead();
        } finally {
            lock.unlock();
        }
    }

    private void succeeded() {
        rateLimiter.accepted();
        concurrency.succeeded();
        if (breaker.isOpen()) {
            LOG.info("the provider is available again");
            wakeAll();
        }
        breaker.succeeded();
    }

    private void failed(Permit permit, Failure failure, long now) {
        concurrency.allowSomeUnproven();
        int status = failure.status();
        boolean isNew = true;
        if (status == 429 && failure.retryable()) {
            isNew = rateLimiter.refused(permit.sentAt(), now, failure.retryAfter());
            concurrency.overloaded(permit.sentAt(), now);
        } else if (status == 503 || status == 529) {
            rateLimiter.pause(now, failure.retryAfter());
            concurrency.overloaded(permit.sentAt(), now);
        }
        if (failure.endsJob()) {
            endJob(failure);
            return;
        }
        if (!isNew && !permit.probe()) {
            return; // calls in flight together are refused together: that counts as one failure
        }
        boolean wasOpen = breaker.isOpen();
        endJobIf(failure.retryable() ? breaker.failed(failure, permit.probe(), now) : breaker.refused(failure));
        logIfOpened(wasOpen, failure);
    }

    /** Records that a failed call will be sent again. */
    public void retrying(Failure failure) {
        lock.lock();
        try {
            boolean wasOpen = breaker.isOpen();
            endJobIf(breaker.retried(failure, now()));
            logIfOpened(wasOpen, failure);
        } finally {
            lock.unlock();
        }
    }

    private void logIfOpened(boolean wasOpen, Failure failure) {
        if (!wasOpen && breaker.isOpen()) {
            LOG.warn("too many calls fail: sending one at a time until one succeeds; last failure: {}", failure.what());
        }
    }

    private void endJobIf(@Nullable Failure end) {
        if (end != null) {
            endJob(end);
        }
    }

    private void endJob(Failure failure) {
        termination.end(failure, now());
        wakeAll();
    }

    /** Rejects all later calls, and ends all waits. */
    public void close() {
        lock.lock();
        try {
            termination.close();
            sleep.close();
            signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps until the time is over, the client is closed or the job ends. */
    public void sleep(Duration time, long generation) throws InterruptedException {
        sleep.sleep(time, () -> rejection(generation) != null);
    }

    /** The reason why a prompt of this generation must not be sent; null if it may be sent. */
    @Nullable
    public Failure rejection(long generation) {
        lock.lock();
        try {
            Failure ended = termination.rejection(generation, now());
            return ended != null ? ended : breaker.rejectionAt(now());
        } finally {
            lock.unlock();
        }
    }

    private void throwIfRejected(long generation) throws CallRejected {
        Failure reason = rejection(generation);
        if (reason != null) {
            throw new CallRejected(reason);
        }
    }

    /** Nanoseconds until the next call may be sent; 0 for now, or {@link #UNTIL_SIGNALLED}. */
    private long delay(TokenReservation reservation) throws CallRejected {
        long now = now();
        SpendingLimit.Room room = spending.room(reservation);
        if (room == SpendingLimit.Room.NONE) {
            throw new CallRejected(Failure.budgetExhausted(spending.limit()));
        }
        if (room == SpendingLimit.Room.AFTER_CALLS_IN_FLIGHT
                || inFlight >= concurrency.size()
                || (breaker.isOpen() && probing)) {
            return isFirstCallSlow(now) && admitsUnproven(room) ? scheduledDelay(now) : UNTIL_SIGNALLED;
        }
        return scheduledDelay(now);
    }

    private boolean isFirstCallSlow(long now) {
        return !concurrency.isProven() && firstCallAt != Long.MIN_VALUE && now - firstCallAt >= MAX_FIRST_CALL_NANOS;
    }

    private boolean admitsUnproven(SpendingLimit.Room room) {
        concurrency.allowSomeUnproven();
        return inFlight < concurrency.size() && room == SpendingLimit.Room.YES && !breaker.isOpen();
    }

    private long scheduledDelay(long now) {
        return Math.max(rateLimiter.delayAt(now), breaker.delayAt(now));
    }

    private Permit grant(TokenReservation reservation) {
        long now = now();
        if (firstCallAt == Long.MIN_VALUE) {
            firstCallAt = now;
        }
        inFlight++;
        boolean probe = breaker.isOpen();
        probing |= probe;
        rateLimiter.sent(now, reservation.tokens());
        spending.reserve(reservation);
        return new Permit(now, probe, reservation);
    }

    private void giveBack(Permit permit) {
        inFlight--;
        probing &= !permit.probe();
        spending.release(permit.reservation());
    }

    private void wakeAll() {
        sleep.wakeAll();
        signalAll();
    }

    private void signalAll() {
        queue.all().forEach(waiter -> waiter.turn.signal());
    }

    private void signalHead() {
        Waiter head = queue.head();
        if (head != null) {
            head.turn.signal();
        }
    }

    private long now() {
        return Duration.between(start, clock.instant()).toNanos();
    }
}
