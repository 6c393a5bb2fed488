// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One prompt on its way: the attempts it takes, the waits between them, and what they cost together. For one thread. */
final class ChatCall {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiChatModel.class);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

    private final Context context;
    private final ChatPrompt prompt;
    private final SplittableRandom random;
    private Usage spent = Usage.NONE;
    private Redaction redaction = new Redaction(null);

    /** What all calls of a client share. */
    record Context(
            Settings settings,
            Sender sender,
            DialectMemory dialects,
            RetryPolicy policy,
            Clock clock,
            Sleeper sleeper,
            CountDownLatch closed) {}

    ChatCall(Context context, ChatPrompt prompt, SplittableRandom random) {
        this.context = context;
        this.prompt = prompt;
        this.random = random;
    }

    ChatReply complete() throws InterruptedException {
        Instant deadline = context.clock().instant().plus(context.settings().maxWait());
        int attempts = 1;
        while (true) {
            Dialect dialect = context.dialects().current();
            Outcome outcome = attempt(dialect, left(deadline));
            if (outcome instanceof Outcome.Replied replied) {
                return new ChatReply(replied.text(), replied.model(), replied.finish(), spent);
            }
            Failure failure = (Failure) outcome;
            if (context.dialects().learn(dialect, failure)) {
                continue; // the server told at once what it lacks: no attempt of the policy is used up
            }
            pause(failure, attempts, left(deadline));
            attempts++;
        }
    }

    private Outcome attempt(Dialect dialect, Duration left) throws InterruptedException {
        refuseIfClosed();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before an attempt");
        }
        Settings settings = context.settings();
        ApiKey key = key(settings.apiKey());
        redaction = new Redaction(key);
        OneShotBody body = new OneShotBody(new ChatBody(settings).write(prompt, dialect));
        Request.Builder request = new Request.Builder()
                .url(settings.endpoint())
                .header("Accept", "application/json")
                .header("User-Agent", "warmstart")
                .post(body);
        if (key != null) {
            request.header("Authorization", "Bearer " + key.secret());
        }
        Duration timeout = timeout(left);
        Outcome outcome;
        try {
            Answer answer = context.sender().send(request.build(), timeout);
            outcome = new AnswerReader(settings, context.clock(), redaction).read(answer);
        } catch (IOException e) {
            outcome = new Remedies(settings, redaction).forException(e, timeout);
        }
        Wire.Tokens tokens = outcome.tokens();
        spent = spent.plus(new Usage(body.sent() ? 1 : 0, tokens.input(), tokens.cached(), tokens.output()));
        return outcome;
    }

    /** Waits for the next attempt, or throws if there is none. */
    private void pause(Failure failure, int attempts, Duration left) throws InterruptedException {
        refuseIfClosed();
        RetryPolicy.Decision decision = context.policy().next(failure, attempts, left, random);
        if (decision instanceof RetryPolicy.GiveUp end) {
            throw failure.exception(attempts, end.why(), end.remedy(), spent, redaction);
        }
        Duration wait = ((RetryPolicy.Again) decision).pause();
        LOG.debug("attempt {} failed, the next comes in {} ms: {}", attempts, wait.toMillis(), failure.what());
        if (!context.sleeper().sleep(wait)) {
            refuseIfClosed();
        }
    }

    private void refuseIfClosed() {
        if (context.closed().getCount() == 0) {
            throw Failure.unanswered("the client is closed", "build a new one", false, null)
                    .exception(1, spent, redaction);
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

    private Duration left(Instant deadline) {
        return Duration.between(context.clock().instant(), deadline);
    }

    private static @Nullable ApiKey key(@Nullable Supplier<ApiKey> supplier) {
        return supplier == null
                ? null
                : requireNonNull(supplier.get(), "apiKey(...) was given a supplier that gave null");
    }
}
