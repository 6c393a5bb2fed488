// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A call to the provider brought nothing. The message names what came back, after how many attempts, and what to do.
 *
 * <p>Neither the message nor the cause holds the key, even if the server echoed it; what the server said is shortened.
 */
public final class OpenAiException extends SignalException {

    private static final long serialVersionUID = 1L;

    /** 0 if no answer came. */
    private final int statusCode;

    /** Null if the provider gave none. */
    private final @Nullable String providerCode;

    /** Whether the same request may succeed later. */
    private final boolean retryable;

    /** Null if the provider gave none. */
    private final @Nullable String requestId;

    /** Null if the provider did not ask. */
    private final @Nullable Duration retryAfter;

    public OpenAiException(String message, Failure failure, Usage spent) {
        super(message, failure.cause(), spent, failure.reach());
        statusCode = failure.status();
        providerCode = blankToNull(failure.error().code());
        retryable = failure.retryable();
        requestId = blankToNull(failure.requestId());
        retryAfter = failure.retryAfter();
    }

    /**
     * The HTTP status of the last answer, or the status that an error inside a 200 names.
     *
     * @return nothing if no answer came
     */
    public OptionalInt statusCode() {
        return statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode);
    }

    /**
     * The provider's own name for what happened, for example {@code insufficient_quota}.
     *
     * @return nothing if it gave none
     */
    public Optional<String> providerCode() {
        return Optional.ofNullable(providerCode);
    }

    /**
     * Whether the same request may succeed later, with nothing changed but the time.
     *
     * @return false if the request, the key or the account has to change first
     */
    public boolean retryable() {
        return retryable;
    }

    /**
     * The provider's number for the last attempt, which its support asks for.
     *
     * @return nothing if it gave none
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * How long the provider asked to wait.
     *
     * @return more than 0, counted from the last answer; nothing if it did not ask
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
