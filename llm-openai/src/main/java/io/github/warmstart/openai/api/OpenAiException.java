// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Failure of a call to the provider. The message names the response, the number of attempts, and what to do.
 *
 * <p>Neither the message nor the cause holds the key, even if the server echoed it. Text of the server is shortened.
 */
public final class OpenAiException extends SignalException {

    private static final long serialVersionUID = 1L;

    /** 0 without a response. */
    private final int statusCode;

    /** Null if the provider gave none. */
    private final @Nullable String providerCode;

    /** Whether the same request may succeed later. */
    private final boolean retryable;

    /** Null if the provider gave none. */
    private final @Nullable String requestId;

    /** Null if the provider asked for no wait. */
    private final @Nullable Duration retryAfter;

    /**
     * Creates an exception.
     *
     * @param message the message
     * @param cause the exception that caused it; null for none
     * @param usage what the failed call has cost
     * @param reach which requests the failure concerns
     * @param statusCode the HTTP status; 0 without a response
     * @param providerCode the provider's code; blank for none
     * @param retryable whether the same request may succeed later
     * @param requestId the provider's id of the request; blank for none
     * @param retryAfter the wait that the provider asked for; null for none
     */
    public OpenAiException(
            String message,
            @Nullable Throwable cause,
            Usage usage,
            Reach reach,
            int statusCode,
            String providerCode,
            boolean retryable,
            String requestId,
            @Nullable Duration retryAfter) {
        super(message, cause, usage, reach);
        this.statusCode = statusCode;
        this.providerCode = blankToNull(providerCode);
        this.retryable = retryable;
        this.requestId = blankToNull(requestId);
        this.retryAfter = retryAfter;
    }

    /**
     * HTTP status of the last response, or the status that an error inside a 200 names.
     *
     * @return empty without a response
     */
    public OptionalInt statusCode() {
        return statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode);
    }

    /**
     * The provider's code for the failure, for example {@code insufficient_quota}.
     *
     * @return empty if it gave none
     */
    public Optional<String> providerCode() {
        return Optional.ofNullable(providerCode);
    }

    /**
     * Whether the same request may succeed later without any change.
     *
     * @return false if the request, the key or the account must be changed first
     */
    public boolean retryable() {
        return retryable;
    }

    /**
     * The provider's id of the last attempt, for its support.
     *
     * @return empty if it gave none
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * The wait that the provider asked for.
     *
     * @return more than 0, counted from the last response; empty if it asked for none
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
