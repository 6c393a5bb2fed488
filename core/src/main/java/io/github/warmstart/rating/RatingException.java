// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import org.jspecify.annotations.Nullable;

/** Ratings could not be read: the message names the place, the rule, the value and the remedy. */
public class RatingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * An error of the data itself.
     *
     * @param message place, rule, value and remedy
     */
    public RatingException(String message) {
        super(message);
    }

    /**
     * An error of the place that the data is read from.
     *
     * @param message place, rule, value and remedy
     * @param cause what went wrong beneath, or null
     */
    public RatingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
