// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import org.jspecify.annotations.Nullable;

/** A generator or its provider failed. The message names what failed and what to do, and holds no secret. */
public class SignalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Usage usage;

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
        super(message, cause);
        this.usage = usage;
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
