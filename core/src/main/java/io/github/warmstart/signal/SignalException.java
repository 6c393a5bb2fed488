// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import org.jspecify.annotations.Nullable;

/**
 * Failure of a generator or its provider. The message names the failure and the remedy, and holds no secret.
 *
 * <p>Its {@link Reach} decides what happens to the other requests of a call.
 */
public class SignalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Scope of a failure: the requests that it affects. */
    public enum Reach {
        /** This request only: others may be answered. */
        ONE_REQUEST,
        /** Every request of this length: a shorter one may be answered, so this one is worth splitting in two. */
        LONG_REQUESTS,
        /** Every request, now and later: the key is wrong, the account is empty, the model does not exist. */
        ALL_REQUESTS
    }

    private final transient Usage usage;

    /** Which requests the failure concerns; part of the serialized form. */
    private final Reach reach;

    /**
     * A failure without usage.
     *
     * @param message the failure and the remedy
     */
    public SignalException(String message) {
        this(message, null, Usage.NONE);
    }

    /**
     * A failure with its cause and usage.
     *
     * @param message the failure and the remedy
     * @param cause the underlying error, or null
     * @param usage the usage before the failure
     */
    public SignalException(String message, @Nullable Throwable cause, Usage usage) {
        this(message, cause, usage, Reach.ONE_REQUEST);
    }

    /**
     * A failure that may affect more than one request.
     *
     * @param message the failure and the remedy
     * @param cause the underlying error, or null
     * @param usage the usage before the failure
     * @param reach the requests that it affects
     */
    public SignalException(String message, @Nullable Throwable cause, Usage usage, Reach reach) {
        super(message, cause);
        this.usage = usage;
        this.reach = reach;
    }

    /**
     * The requests that the failure affects.
     *
     * @return {@link Reach#ONE_REQUEST} unless set
     */
    public Reach reach() {
        return reach;
    }

    /**
     * Whether every other request would fail too. Replies received before stay valid.
     *
     * @return true if the failure affects all requests
     */
    public boolean endsJob() {
        return reach == Reach.ALL_REQUESTS;
    }

    /**
     * The usage before the failure.
     *
     * @return the calls and tokens of the failed attempts
     */
    public Usage usage() {
        return usage == null ? Usage.NONE : usage;
    }
}
