// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.signal.SignalException.Reach;
import io.github.warmstart.signal.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt failed.
 *
 * @param what what happened, as the beginning of a sentence
 * @param remedy what to do about it
 * @param status the status, or 0 if no answer came
 * @param error what the server said
 * @param requestId the server's number for the attempt; empty if it gave none
 * @param retryAfter how long the server asked to wait
 * @param retryable whether another attempt can help
 * @param once whether one further attempt is all that is worth trying
 * @param reach which requests it is about
 * @param cause the exception beneath, without the key
 * @param tokens what was paid nevertheless
 */
public record Failure(
        String what,
        String remedy,
        int status,
        ProviderError error,
        String requestId,
        @Nullable Duration retryAfter,
        boolean retryable,
        boolean once,
        Reach reach,
        @Nullable Throwable cause,
        Wire.Tokens tokens)
        implements Outcome {

    /** A failure without an answer. */
    public static Failure unanswered(
            String what, String remedy, boolean retryable, Reach reach, @Nullable Throwable cause) {
        return new Failure(
                what, remedy, 0, ProviderError.NONE, "", null, retryable, false, reach, cause, Wire.Tokens.NONE);
    }

    /** The client was closed. */
    public static Failure closed() {
        return unanswered("the client is closed", "build a new one", false, Reach.ALL_REQUESTS, null);
    }

    /** The next call might pass the limit. */
    public static Failure budgetUsedUp(String limit) {
        return unanswered(
                "the budget of the client, %s, has no room for another call".formatted(limit),
                "raise budget(...)",
                false,
                Reach.ALL_REQUESTS,
                null);
    }

    /** The same failure as the end of the whole job. */
    public Failure ending(String words, String advice) {
        return new Failure(
                words,
                advice,
                status,
                error,
                requestId,
                retryAfter,
                retryable,
                once,
                Reach.ALL_REQUESTS,
                cause,
                Wire.Tokens.NONE);
    }

    /** Whether no other request is worth sending. */
    public boolean endsJob() {
        return reach == Reach.ALL_REQUESTS;
    }

    /** The end of all attempts, with the usual remedy. */
    public OpenAiException exception(int attempts, Usage spent, Redaction redaction) {
        return exception(attempts, "", remedy, spent, redaction);
    }

    /**
     * The end of all attempts.
     *
     * @param why why no other attempt follows, where that says more than the failure itself; else empty
     */
    public OpenAiException exception(int attempts, String why, String advice, Usage spent, Redaction redaction) {
        StringBuilder message = new StringBuilder(what);
        if (attempts > 1 || !why.isEmpty()) {
            message.append(" after ").append(attempts).append(attempts == 1 ? " attempt" : " attempts");
        }
        String names = names();
        if (!names.isEmpty()) {
            message.append(" (").append(names).append(')');
        }
        if (!why.isEmpty()) {
            message.append("; ").append(why);
        }
        message.append(": ").append(advice);
        if (!error.message().isBlank()) {
            message.append("; it said: ").append(redaction.brief(error.message()));
        }
        return new OpenAiException(message.toString(), this, spent);
    }

    private String names() {
        String request = requestId.isEmpty() ? "" : "request '" + requestId + "'";
        return error.code().isEmpty() || request.isEmpty() ? error.code() + request : error.code() + ", " + request;
    }
}
