// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.internal.failure.ErrorAdvice;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.failure.RetryPolicy;
import io.github.warmstart.openai.internal.http.HttpSender;
import io.github.warmstart.openai.internal.http.OneShotBody;
import io.github.warmstart.openai.internal.protocol.ChatBody;
import io.github.warmstart.openai.internal.protocol.Dialect;
import io.github.warmstart.openai.internal.protocol.DialectMemory;
import io.github.warmstart.openai.internal.protocol.ResponseReader;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.traffic.AdmissionControl;
import io.github.warmstart.openai.internal.traffic.RateHeaders;
import io.github.warmstart.openai.internal.traffic.TokenReservation;
import io.github.warmstart.openai.internal.wire.RawResponse;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import okhttp3.Headers;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Call for one prompt: attempts, the waits between them, and their usage together. For one thread.
 *
 * <p>After each attempt one of these follows:
 *
 * <ul>
 *   <li>a reply: it is returned with the usage of all attempts;
 *   <li>a refusal of the dialect, or of a key that has changed since: the next attempt follows at once and none is counted;
 *   <li>a failure of a probe of the circuit breaker, other than the first attempt: it is not counted;
 *   <li>a 429 that was only too early: it is counted as throttled;
 *   <li>any other failure: it is counted. The retry policy then decides between a pause and the end.
 * </ul>
 */
final class ChatCall {

    private static final Logger LOG = LoggerFactory.getLogger(ChatCall.class);

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Headers NO_HEADERS = Headers.of();

    private final Context context;
    private final AdmissionControl admission;
    private final ChatPrompt prompt;
    private final Object job;
    private final SplittableRandom random;
    /** Generation of jobs in which the prompt began. */
    private final long generation;

    private Usage spent = Usage.NONE;
    private Redaction redaction = new Redaction(null);
    private @Nullable ApiKey key;
    private int sent;
    private int attempts;
    private int throttled;
    private boolean keyChanged;
    private Instant idleSince;
    private Instant deadline = Instant.MIN;

    /** State shared by all calls of a client. */
    record Context(
            Settings settings,
            HttpSender sender,
            DialectMemory dialects,
            RetryPolicy policy,
            AdmissionControl admission,
            AttemptReporter reporter,
            Clock clock) {}

    /** Response to one attempt, or the failure to get one. */
    private record Arrival(Outcome outcome, Headers headers, boolean sent, Duration took) {}

    /**
     * Result of one attempt.
     *
     * @param repeat whether the same prompt is to be sent again at once
     * @param probe whether the attempt was a probe of the circuit breaker
     * @param othersAccepted whether the server accepted other calls of the client meanwhile
     */
    private record Attempt(Outcome outcome, boolean repeat, boolean probe, boolean othersAccepted) {}

    ChatCall(Context context, ChatPrompt prompt, Object job, SplittableRandom random) {
        this.context = context;
        this.prompt = prompt;
        this.job = job;
        this.random = random;
        admission = context.admission();
        generation = admission.generation();
        idleSince = context.clock().instant();
    }

    ChatReply complete() throws InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before an attempt");
            }
            Attempt attempt = attempt();
            if (attempt.repeat()) {
                continue;
            }
            if (attempt.outcome() instanceof Outcome.Replied replied) {
                return new ChatReply(replied.text(), replied.model(), replied.finish(), spent);
            }
            Failure failure = (Failure) attempt.outcome();
            attempts += attempt.probe() && attempts > 0 ? 0 : 1;
            throttled += isThrottled(failure, attempt.othersAccepted()) ? 1 : 0;
            pause(failure);
        }
    }

    /** Waits for a permit, sends, and passes the outcome to everything that learns from it. */
    private Attempt attempt() throws InterruptedException {
        Instant queued = context.clock().instant();
        AdmissionControl.Permit permit = acquire();
        Instant begun = context.clock().instant();
        // the wait for a permit is no failure of the server, so it moves the deadline
        deadline = attempts == 0
                ? begun.plus(context.settings().maxWait())
                : deadline.plus(Duration.between(queued, begun));
        long accepted = admission.accepted();
        Dialect dialect = context.dialects().current();
        Arrival arrival = send(permit, dialect, Duration.between(begun, deadline));
        Outcome outcome = arrival.outcome();
        boolean otherDialect = context.dialects().learn(dialect, outcome, prompt.maxOutputTokens());
        keyChanged = !keyChanged && outcome instanceof Failure denied && isOldKey(denied);
        boolean ignored = keyChanged || (otherDialect && outcome instanceof Failure);
        admission.release(permit, outcome, RateHeaders.read(arrival.headers()), arrival.sent(), !ignored);
        report(arrival, Duration.between(idleSince, begun));
        idleSince = context.clock().instant();
        return new Attempt(outcome, otherDialect || keyChanged, permit.probe(), admission.accepted() > accepted);
    }

    private AdmissionControl.Permit acquire() throws InterruptedException {
        long output = ChatBody.outputTokens(prompt, context.dialects().current());
        try {
            return admission.acquire(job, new TokenReservation(prompt.estimatedInputTokens(), output), generation);
        } catch (AdmissionControl.CallRejected e) {
            throw e.failure().exception(Math.max(1, attempts), spent, redaction);
        }
    }

    private Arrival send(AdmissionControl.Permit permit, Dialect dialect, Duration left) throws InterruptedException {
        @Nullable OneShotBody body = null;
        boolean ended = false;
        try {
            Settings settings = context.settings();
            key = settings.currentKey();
            redaction = new Redaction(key);
            body = new OneShotBody(new ChatBody(settings).write(prompt, dialect));
            Request request = request(settings, body);
            Duration timeout = timeout(left);
            Instant begun = context.clock().instant();
            Outcome outcome;
            Headers headers = NO_HEADERS;
            try {
                RawResponse response = context.sender().send(request, timeout);
                headers = response.headers();
                outcome = new ResponseReader(settings, context.clock(), redaction).read(response);
            } catch (IOException e) {
                outcome = new ErrorAdvice(settings, redaction).forException(e, timeout);
            }
            Wire.Tokens tokens = outcome.tokens();
            spent = spent.plus(new Usage(body.sent() ? 1 : 0, tokens.input(), tokens.cached(), tokens.output()));
            ended = true;
            return new Arrival(
                    outcome,
                    headers,
                    body.sent(),
                    Duration.between(begun, context.clock().instant()));
        } finally {
            if (!ended) {
                admission.cancel(permit, body != null && body.sent());
            }
        }
    }

    private Request request(Settings settings, OneShotBody body) {
        Request.Builder request = new Request.Builder()
                .url(settings.endpoint())
                .header("Accept", "application/json")
                .post(body);
        return HttpSender.authorized(request, settings, key);
    }

    /**
     * Whether a 429 shows only that the call was too early: the server named a wait, which is kept, or accepted other calls
     * of the client meanwhile. Such a failure uses up time but no attempt. A server that accepts no call at all is handled by
     * the circuit breaker.
     */
    private static boolean isThrottled(Failure failure, boolean othersAccepted) {
        return failure.status() == TOO_MANY_REQUESTS
                && failure.retryable()
                && (failure.retryAfter() != null || othersAccepted);
    }

    /** Waits for the next attempt, or throws if there is none. */
    private void pause(Failure failure) throws InterruptedException {
        Duration left = Duration.between(context.clock().instant(), deadline);
        throwIfJobEnded(failure);
        RetryPolicy.Decision decision = context.policy().next(failure, attempts, throttled, left, random);
        if (decision instanceof RetryPolicy.GiveUp end) {
            throw failure.exception(attempts, end.why(), end.remedy(), spent, redaction);
        }
        admission.retrying(failure);
        Duration wait = ((RetryPolicy.Retry) decision).pause();
        LOG.debug("attempt {} failed, retrying in {} ms: {}", attempts, wait.toMillis(), failure.what());
        admission.sleep(wait, generation);
        throwIfJobEnded(failure);
    }

    /** Throws if the job has ended; the failure itself, if it ended the job, explains more than the end. */
    private void throwIfJobEnded(Failure failure) {
        Failure rejection = admission.rejection(generation);
        if (rejection != null) {
            throw failure.endsJob()
                    ? failure.exception(attempts, spent, redaction)
                    : rejection.exception(1, spent, redaction);
        }
    }

    /** Whether the key was refused and the host has another one by now. */
    private boolean isOldKey(Failure failure) {
        if (failure.status() != UNAUTHORIZED || key == null) {
            return false;
        }
        ApiKey current = context.settings().currentKey();
        return current != null && !current.secret().equals(key.secret());
    }

    private void report(Arrival arrival, Duration waited) {
        if (arrival.sent()) {
            sent++;
            context.reporter().report(arrival.outcome(), arrival.headers(), sent, waited, arrival.took(), redaction);
        }
    }

    /** The timeout of an attempt, limited by the deadline; at least 1 ms, because 0 means no timeout. */
    private Duration timeout(Duration left) {
        Duration callTimeout = context.settings().callTimeout();
        if (left.compareTo(callTimeout) >= 0) {
            return callTimeout;
        }
        return left.compareTo(MIN_TIMEOUT) < 0 ? MIN_TIMEOUT : left;
    }
}
