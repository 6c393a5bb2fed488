// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import org.jspecify.annotations.Nullable;

/** Failure to read ratings or interactions. The message names the location, the rule, the value and the remedy. */
public class RatingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * An error in the data.
     *
     * @param message location, rule, value and remedy
     */
    public RatingException(String message) {
        super(message);
    }

    /**
     * An error of the file or database that holds the data.
     *
     * @param message location, rule, value and remedy
     * @param cause the underlying error, or null
     */
    public RatingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
