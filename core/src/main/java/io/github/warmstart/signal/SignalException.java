// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import org.jspecify.annotations.Nullable;

/**
 * A generator or its provider failed. The message names what failed and what to do, and holds no secret.
 *
 * <p>How far a failure reaches decides what happens to the other requests of a job: see {@link Reach}.
 */
public class SignalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Which requests a failure is about. */
    public enum Reach {
        /** This request alone: others may well be answered. */
        ONE_REQUEST,
        /** Every request of this length: a shorter one may be answered, so this one is worth parting in two. */
        LONG_REQUESTS,
        /** Every request, now and later: the key is wrong, the account is empty, the model does not exist. */
        ALL_REQUESTS
    }

    private final transient Usage usage;

    /** What the failure is about. */
    private final Reach reach;

    /**
     * A failure that cost nothing.
     *
     * @param message what failed and what to do
     */
    public SignalException(String message) {
        this(message, null, Usage.NONE);
    }

    /**
     * A failure with its cause and its price.
     *
     * @param message what failed and what to do
     * @param cause what went wrong beneath, or null
     * @param usage what was spent before it failed
     */
    public SignalException(String message, @Nullable Throwable cause, Usage usage) {
        this(message, cause, usage, Reach.ONE_REQUEST);
    }

    /**
     * A failure that may be about more than one request.
     *
     * @param message what failed and what to do
     * @param cause what went wrong beneath, or null
     * @param usage what was spent before it failed
     * @param reach which requests it is about
     */
    public SignalException(String message, @Nullable Throwable cause, Usage usage, Reach reach) {
        super(message, cause);
        this.usage = usage;
        this.reach = reach;
    }

    /**
     * Which requests the failure is about.
     *
     * @return {@link Reach#ONE_REQUEST} unless whoever threw it said more
     */
    public Reach reach() {
        return reach;
    }

    /**
     * Whether no other request is worth sending. What was received before stays valid.
     *
     * @return true if the failure is about all requests
     */
    public boolean endsJob() {
        return reach == Reach.ALL_REQUESTS;
    }

    /**
     * What was spent before it failed.
     *
     * @return the calls and tokens of the failed tries
     */
    public Usage usage() {
        return usage == null ? Usage.NONE : usage;
    }
}
