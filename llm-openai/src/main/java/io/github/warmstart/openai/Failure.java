// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

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
 * @param cause the exception beneath, without the key
 * @param tokens what was paid nevertheless
 */
record Failure(
        String what,
        String remedy,
        int status,
        ProviderError error,
        String requestId,
        @Nullable Duration retryAfter,
        boolean retryable,
        @Nullable Throwable cause,
        Wire.Tokens tokens)
        implements Outcome {

    /** A failure without an answer. */
    static Failure unanswered(String what, String remedy, boolean retryable, @Nullable Throwable cause) {
        return new Failure(what, remedy, 0, ProviderError.NONE, "", null, retryable, cause, Wire.Tokens.NONE);
    }

    /** The end of all attempts, with the usual remedy. */
    OpenAiException exception(int attempts, Usage spent, Redaction redaction) {
        return exception(attempts, "", remedy, spent, redaction);
    }

    /**
     * The end of all attempts.
     *
     * @param why why no other attempt follows, where that says more than the failure itself; else empty
     */
    OpenAiException exception(int attempts, String why, String advice, Usage spent, Redaction redaction) {
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
