// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import org.jspecify.annotations.Nullable;

/** A journal cannot be opened, read or written. The message names the file, the line if it is about one, and a remedy. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what failed, where, and what to do
     * @param cause what went wrong beneath, or null
     */
    JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
