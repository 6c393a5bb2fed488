// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import org.jspecify.annotations.Nullable;

/** Failure to open, read or write a journal. The message names the file, the line if there is one, and a remedy. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message the failure, its location and the remedy
     * @param cause the underlying error, or null
     */
    JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
