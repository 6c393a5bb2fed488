// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.openai.OpenAiChatModel;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.failure.Sleeper;
import io.github.warmstart.openai.internal.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where all calls of a client pass, one by one and in turn: it minds the pace, the window, outages and the budget, and it
 * lets nothing through once the client is closed or the job has ended. Safe for all threads.
 *
 * <p>Whoever is next waits for the time, by the sleeper; all others wait for their turn. So a test that puts a sleeper and
 * a clock of its own here needs no time.
 */
public final class AdmissionControl {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiChatModel.class);

    /** After so long the first call is no reason any more to keep others waiting. */
    private static final long FIRST_ALONE = 5_000_000_000L;

    /** A thread that takes up its next prompt while the job ends is of that job, and must not send it. */
    private static final long STRAGGLERS = 1_000_000_000;

    private static final long NOT_BEFORE_A_SIGNAL = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final FairQueue<Object, Ticket> line = new FairQueue<>();
    private final RateLimiter pace;
    private final ConcurrencyLimit window;
    private final CircuitBreaker outage;
    private final SpendingLimit spending;
    private final Clock clock;
    private final Instant beginning;
    private final @Nullable Sleeper sleeper;

    private int inFlight;
    private boolean probing;
    private long firstAt = Long.MIN_VALUE;
    private boolean closed;
    private long ends;
    private @Nullable Failure lastEnd;
    private long endedAt = Long.MIN_VALUE;
    /** Rung when the client is closed, a job ends or the server is back, so that nobody sleeps on without need. */
    private volatile CountDownLatch bell = new CountDownLatch(1);

    public AdmissionControl(
            RateLimiter pace,
            ConcurrencyLimit window,
            CircuitBreaker outage,
            SpendingLimit spending,
            Clock clock,
            @Nullable Sleeper sleeper) {
        this.pace = pace;
        this.window = window;
        this.outage = outage;
        this.spending = spending;
        this.clock = clock;
        this.sleeper = sleeper;
        beginning = clock.instant();
    }

    /**
     * The right to send one request.
     *
     * @param sentAt when it was given
     * @param probe whether it is the only call while the server is down
     * @param toll what is reserved for it
     */
    public record Pass(long sentAt, boolean probe, TokenReservation toll) {}

    /** Nothing may be sent: why. */
    public static final class NoEntry extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        NoEntry(Failure failure) {
            super(failure.what(), null, false, false);
            this.failure = failure;
        }

        public Failure failure() {
            return failure;
        }
    }

    private static final class Ticket {
        private final Condition turn;

        Ticket(Condition turn) {
            this.turn = turn;
        }
    }

    /** How many jobs have ended so far: what began before an end is ended by it. */
    public long ends() {
        lock.lock();
        try {
            return ends;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the turn.
     *
     * @param job whose turn; jobs take turns
     * @param toll what the call may take
     * @param since what {@link #ends()} was when the prompt began
     * @throws NoEntry if nothing may be sent
     */
    public Pass enter(Object job, TokenReservation toll, long since) throws NoEntry, InterruptedException {
        lock.lockInterruptibly();
        try {
            Ticket ticket = new Ticket(lock.newCondition());
            line.add(job, ticket);
            boolean served = false;
            try {
                while (true) {
                    refuseIfOver(since);
                    if (line.head() != ticket) {
                        ticket.turn.await();
                        continue;
                    }
                    long wait = waitFor(toll);
                    if (wait == 0) {
                        served = true;
                        return pass(toll);
                    }
                    if (wait == NOT_BEFORE_A_SIGNAL && window.isProven()) {
                        ticket.turn.await();
                    } else if (wait == NOT_BEFORE_A_SIGNAL) {
                        long ignored = ticket.turn.awaitNanos(FIRST_ALONE);
                    } else {
                        sleepUnlocked(wait);
                    }
                }
            } finally {
                line.remove(job, ticket, served);
                signalNext();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many calls the server took so far. */
    public long accepted() {
        lock.lock();
        try {
            return pace.everAccepted();
        } finally {
            lock.unlock();
        }
    }

    /** Gives a pass back that was not used, or whose call was abandoned. */
    public void abandon(Pass pass, boolean sent) {
        lock.lock();
        try {
            giveBack(pass);
            if (sent) {
                spending.book(pass.toll(), Wire.Tokens.NONE, true);
            }
            signalNext();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a pass back after its call has come to an end.
     *
     * @param sent whether anything was sent
     * @param understood false if the server only told that it does not know a part of the request
     */
    public void leave(Pass pass, Outcome outcome, RateHeaders told, boolean sent, boolean understood) {
        lock.lock();
        try {
            long now = now();
            giveBack(pass);
            pace.tell(told);
            if (sent) {
                boolean worked = !(outcome instanceof Failure failure) || failure.status() / 100 <= 2;
                spending.book(pass.toll(), outcome.tokens(), worked);
            }
            if (outcome instanceof Failure failure) {
                if (understood) {
                    failed(pass, failure, now);
                }
            } else {
                pace.accepted();
                window.succeeded();
                if (outage.isOpen()) {
                    LOG.info("the provider answers again");
                    ring();
                }
                outage.succeeded();
            }
            signalNext();
        } finally {
            lock.unlock();
        }
    }

    private void failed(Pass pass, Failure failure, long now) {
        window.doubt();
        int status = failure.status();
        boolean news = true;
        if (status == 429 && failure.retryable()) {
            news = pace.refused(pass.sentAt(), now, failure.retryAfter());
            window.overloaded(pass.sentAt(), now);
        } else if (status == 503 || status == 529) {
            pace.pause(now, failure.retryAfter());
            window.overloaded(pass.sentAt(), now);
        }
        if (failure.endsJob()) {
            end(failure);
            return;
        }
        if (!news && !pass.probe()) {
            return; // calls that were in flight together are refused together: that is one failure
        }
        boolean wasOpen = outage.isOpen();
        endIf(failure.retryable() ? outage.failed(failure, pass.probe(), now) : outage.refused(failure));
        tellIfOpened(wasOpen, failure);
    }

    /** Takes note that a call is to be sent once more. */
    public void retry(Failure failure) {
        lock.lock();
        try {
            boolean wasOpen = outage.isOpen();
            endIf(outage.retried(failure, now()));
            tellIfOpened(wasOpen, failure);
        } finally {
            lock.unlock();
        }
    }

    private void tellIfOpened(boolean wasOpen, Failure failure) {
        if (!wasOpen && outage.isOpen()) {
            LOG.warn("too many calls fail, so they go one at a time until one succeeds; the last: {}", failure.what());
        }
    }

    private void endIf(@Nullable Failure end) {
        if (end != null) {
            end(end);
        }
    }

    private void end(Failure failure) {
        ends++;
        lastEnd = failure;
        endedAt = now();
        ring();
    }

    /** Lets nothing through any more. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            ring();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps, unless the client is closed or the job ends before the time. */
    public void sleep(Duration wait, long since) throws InterruptedException {
        if (sleeper != null) {
            sleeper.sleep(wait);
            return;
        }
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0 && over(since) == null; left = end - System.nanoTime()) {
            await(bell, left);
        }
    }

    private static void await(CountDownLatch rung, long nanos) throws InterruptedException {
        if (rung.await(nanos, TimeUnit.NANOSECONDS)) {
            LOG.trace("woken before the time");
        }
    }

    /** Why nothing is to be sent for a prompt that began when so many jobs had ended; null if something may be. */
    @Nullable
    public Failure over(long since) {
        lock.lock();
        try {
            if (closed) {
                return Failure.closed();
            }
            if (ends > since || (lastEnd != null && now() - endedAt < STRAGGLERS)) {
                return lastEnd;
            }
            return outage.verdictAt(now());
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfOver(long since) throws NoEntry {
        Failure why = over(since);
        if (why != null) {
            throw new NoEntry(why);
        }
    }

    private long waitFor(TokenReservation toll) throws NoEntry {
        long now = now();
        SpendingLimit.Room room = spending.room(toll);
        if (room == SpendingLimit.Room.NO) {
            throw new NoEntry(Failure.budgetUsedUp(spending.limit()));
        }
        if (room == SpendingLimit.Room.PERHAPS_LATER || inFlight >= window.size() || (outage.isOpen() && probing)) {
            if (!window.isProven() && firstAt != Long.MIN_VALUE && now - firstAt >= FIRST_ALONE) {
                window.doubt();
                if (inFlight < window.size() && room == SpendingLimit.Room.YES && !outage.isOpen()) {
                    return Math.max(pace.waitAt(now), outage.waitAt(now));
                }
            }
            return NOT_BEFORE_A_SIGNAL;
        }
        return Math.max(pace.waitAt(now), outage.waitAt(now));
    }

    private Pass pass(TokenReservation toll) {
        long now = now();
        if (firstAt == Long.MIN_VALUE) {
            firstAt = now;
        }
        inFlight++;
        boolean probe = outage.isOpen();
        probing |= probe;
        pace.pass(now, toll.tokens());
        spending.reserve(toll);
        return new Pass(now, probe, toll);
    }

    private void giveBack(Pass pass) {
        inFlight--;
        probing &= !pass.probe();
        spending.release(pass.toll());
    }

    private void sleepUnlocked(long nanos) throws InterruptedException {
        CountDownLatch rung = bell;
        lock.unlock();
        try {
            if (sleeper != null) {
                sleeper.sleep(Duration.ofNanos(nanos));
            } else {
                await(rung, nanos);
            }
        } finally {
            lock.lock();
        }
    }

    private void ring() {
        bell.countDown();
        if (!closed) {
            bell = new CountDownLatch(1);
        }
        line.all().forEach(ticket -> ticket.turn.signal());
    }

    private void signalNext() {
        Ticket next = line.head();
        if (next != null) {
            next.turn.signal();
        }
    }

    private long now() {
        return Duration.between(beginning, clock.instant()).toNanos();
    }
}
