// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

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
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One prompt on its way: the attempts it takes, the waits between them, and what they cost together. For one thread. */
public final class ChatCall {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiChatModel.class);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;

    private final Context context;
    private final ChatPrompt prompt;
    private final Object job;
    private final SplittableRandom random;
    private Usage spent = Usage.NONE;
    private Redaction redaction = new Redaction(null);
    private @Nullable ApiKey key;
    private int sent;

    /** What all calls of a client share. */
    public record Context(
            Settings settings,
            HttpSender sender,
            DialectMemory dialects,
            RetryPolicy policy,
            AdmissionControl turnstile,
            AttemptReporter reporter,
            Clock clock) {}

    /** How an attempt ended, and what the server told beside. */
    private record End(Outcome outcome, Headers headers, boolean sent, Duration took) {}

    ChatCall(Context context, ChatPrompt prompt, Object job, SplittableRandom random) {
        this.context = context;
        this.prompt = prompt;
        this.job = job;
        this.random = random;
    }

    ChatReply complete() throws InterruptedException {
        AdmissionControl turnstile = context.turnstile();
        long since = turnstile.ends();
        Instant idleSince = context.clock().instant();
        Instant deadline = Instant.MIN;
        int attempts = 0;
        int turnedAway = 0;
        boolean keyChanged = false;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before an attempt");
            }
            Instant queued = context.clock().instant();
            AdmissionControl.Pass pass = enter(since, Math.max(1, attempts));
            Instant begun = context.clock().instant();
            // waiting for one's turn is no failure of the server: it does not count
            deadline = attempts == 0
                    ? begun.plus(context.settings().maxWait())
                    : deadline.plus(Duration.between(queued, begun));
            long accepted = turnstile.accepted();
            Dialect dialect = context.dialects().current();
            End end = attempt(pass, dialect, Duration.between(begun, deadline));
            boolean otherDialect = context.dialects().learn(dialect, end.outcome(), prompt.maxOutputTokens());
            keyChanged = !keyChanged && end.outcome() instanceof Failure denied && isUnknownKey(denied);
            RateHeaders told = RateHeaders.read(end.headers());
            boolean ignored = keyChanged || (otherDialect && end.outcome() instanceof Failure);
            turnstile.leave(pass, end.outcome(), told, end.sent(), !ignored);
            report(end, Duration.between(idleSince, begun));
            idleSince = context.clock().instant();
            if (otherDialect || keyChanged) {
                continue; // the server told at once what is wrong: no attempt of the policy is used up
            }
            if (end.outcome() instanceof Outcome.Replied replied) {
                return new ChatReply(replied.text(), replied.model(), replied.finish(), spent);
            }
            // while the server is down, one call at a time tries it for all: that is nobody's own attempt
            attempts += pass.probe() && attempts > 0 ? 0 : 1;
            Failure failure = (Failure) end.outcome();
            turnedAway += isTurnedAway(failure, turnstile.accepted() > accepted) ? 1 : 0;
            pause(
                    failure,
                    attempts,
                    turnedAway,
                    Duration.between(context.clock().instant(), deadline),
                    since);
        }
    }

    private AdmissionControl.Pass enter(long since, int attempts) throws InterruptedException {
        long output = ChatBody.outputTokens(prompt, context.dialects().current());
        try {
            return context.turnstile().enter(job, new TokenReservation(prompt.estimatedInputTokens(), output), since);
        } catch (AdmissionControl.NoEntry e) {
            throw e.failure().exception(attempts, spent, redaction);
        }
    }

    private End attempt(AdmissionControl.Pass pass, Dialect dialect, Duration left) throws InterruptedException {
        @Nullable OneShotBody body = null;
        boolean ended = false;
        try {
            Settings settings = context.settings();
            key = key(settings.apiKey());
            redaction = new Redaction(key);
            body = new OneShotBody(new ChatBody(settings).write(prompt, dialect));
            Request request = request(settings, body);
            Duration timeout = timeout(left);
            Instant begun = context.clock().instant();
            Outcome outcome;
            Headers headers = NO_HEADERS;
            try {
                RawResponse answer = context.sender().send(request, timeout);
                headers = answer.headers();
                outcome = new ResponseReader(settings, context.clock(), redaction).read(answer);
            } catch (IOException e) {
                outcome = new ErrorAdvice(settings, redaction).forException(e, timeout);
            }
            Wire.Tokens tokens = outcome.tokens();
            spent = spent.plus(new Usage(body.sent() ? 1 : 0, tokens.input(), tokens.cached(), tokens.output()));
            ended = true;
            return new End(
                    outcome,
                    headers,
                    body.sent(),
                    Duration.between(begun, context.clock().instant()));
        } finally {
            if (!ended) {
                context.turnstile().abandon(pass, body != null && body.sent());
            }
        }
    }

    private static final Headers NO_HEADERS = Headers.of();

    private Request request(Settings settings, OneShotBody body) {
        Request.Builder request = new Request.Builder()
                .url(settings.endpoint())
                .header("Accept", "application/json")
                .header("User-Agent", "warmstart")
                .post(body);
        settings.headers().forEach(request::header);
        if (key != null) {
            boolean bearer = settings.keyHeader().equalsIgnoreCase(Settings.AUTHORIZATION);
            request.header(settings.keyHeader(), (bearer ? "Bearer " : "") + key.secret());
        }
        return request.build();
    }

    /**
     * Whether the call only came too early. That says nothing of the request, so it uses up time and no attempt: the
     * server named its time, which is kept, or it took others of this client meanwhile. A server that takes none is given
     * up by the breaker.
     */
    private static boolean isTurnedAway(Failure failure, boolean othersTaken) {
        return failure.status() == TOO_MANY && failure.retryable() && (failure.retryAfter() != null || othersTaken);
    }

    /** Waits for the next attempt, or throws if there is none. */
    private void pause(Failure failure, int attempts, int turnedAway, Duration left, long since)
            throws InterruptedException {
        refuseIfOver(since, failure, attempts);
        RetryPolicy.Decision decision = context.policy().next(failure, attempts, turnedAway, left, random);
        if (decision instanceof RetryPolicy.GiveUp end) {
            throw failure.exception(attempts, end.why(), end.remedy(), spent, redaction);
        }
        context.turnstile().retry(failure);
        Duration wait = ((RetryPolicy.Again) decision).pause();
        LOG.debug("attempt {} failed, the next comes in {} ms: {}", attempts, wait.toMillis(), failure.what());
        context.turnstile().sleep(wait, since);
        refuseIfOver(since, failure, attempts);
    }

    /** The failure itself says more than the end of the job that it has brought about. */
    private void refuseIfOver(long since, Failure failure, int attempts) {
        Failure over = context.turnstile().over(since);
        if (over != null) {
            throw failure.endsJob()
                    ? failure.exception(attempts, spent, redaction)
                    : over.exception(1, spent, redaction);
        }
    }

    /** The key was refused, and the host has another one by now. */
    private boolean isUnknownKey(Failure failure) {
        if (failure.status() != UNAUTHORIZED || key == null) {
            return false;
        }
        ApiKey now = key(context.settings().apiKey());
        return now != null && !now.secret().equals(key.secret());
    }

    private void report(End end, Duration waited) {
        if (end.sent()) {
            sent++;
            context.reporter().report(end.outcome(), end.headers(), sent, waited, end.took(), redaction);
        }
    }

    /** The timeout of a call, which never outlives the deadline; 0 would mean none. */
    private Duration timeout(Duration left) {
        Duration usual = context.settings().callTimeout();
        if (left.compareTo(usual) >= 0) {
            return usual;
        }
        return left.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : left;
    }

    private static @Nullable ApiKey key(@Nullable Supplier<ApiKey> supplier) {
        return supplier == null
                ? null
                : requireNonNull(supplier.get(), "apiKey(...) was given a supplier that gave null");
    }
}
