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
 * Failure of one attempt.
 *
 * @param what what happened, as the beginning of a sentence
 * @param remedy advice to the user
 * @param status HTTP status; 0 without a response
 * @param error error of the server
 * @param requestId the server's id of the attempt; empty if it gave none
 * @param retryAfter wait that the server asked for; null for none
 * @param retryable whether another attempt can succeed
 * @param retryOnce whether at most one more attempt makes sense
 * @param reach which requests the failure concerns
 * @param cause the exception that caused it, without the key; null for none
 * @param tokens tokens that were charged nevertheless
 */
public record Failure(
        String what,
        String remedy,
        int status,
        ProviderError error,
        String requestId,
        @Nullable Duration retryAfter,
        boolean retryable,
        boolean retryOnce,
        Reach reach,
        @Nullable Throwable cause,
        Wire.Tokens tokens)
        implements Outcome {

    /** A failure without a response. */
    public static Failure unanswered(
            String what, String remedy, boolean retryable, Reach reach, @Nullable Throwable cause) {
        return new Failure(
                what, remedy, 0, ProviderError.NONE, "", null, retryable, false, reach, cause, Wire.Tokens.NONE);
    }

    /** Failure of a call after the client was closed. */
    public static Failure closed() {
        return unanswered("the client is closed", "build a new one", false, Reach.ALL_REQUESTS, null);
    }

    /** Failure of a call that might exceed the budget. */
    public static Failure budgetExhausted(String limit) {
        return unanswered(
                "the budget of the client, %s, has no room for another call".formatted(limit),
                "raise budget(...)",
                false,
                Reach.ALL_REQUESTS,
                null);
    }

    /** This failure with another message, as one that ends the whole job. */
    public Failure ending(String message, String advice) {
        return new Failure(
                message,
                advice,
                status,
                error,
                requestId,
                retryAfter,
                retryable,
                retryOnce,
                Reach.ALL_REQUESTS,
                cause,
                Wire.Tokens.NONE);
    }

    /** Whether all other requests would fail too. */
    public boolean endsJob() {
        return reach == Reach.ALL_REQUESTS;
    }

    /** The exception after the last attempt, with this failure's remedy. */
    public OpenAiException exception(int attempts, Usage spent, Redaction redaction) {
        return exception(attempts, "", remedy, spent, redaction);
    }

    /**
     * The exception after the last attempt.
     *
     * @param attempts number of attempts
     * @param why why no further attempt follows; empty if the failure itself explains it
     * @param advice what to do
     * @param spent usage of all attempts
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
        return new OpenAiException(
                message.toString(), cause, spent, reach, status, error.code(), retryable, requestId, retryAfter);
    }

    private String names() {
        String request = requestId.isEmpty() ? "" : "request '" + requestId + "'";
        return error.code().isEmpty() || request.isEmpty() ? error.code() + request : error.code() + ", " + request;
    }
}
