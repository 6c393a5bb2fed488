// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

/**
 * A calibrated guess that stands beside ratings in training, and counts for less than one.
 *
 * @param userId whom it is about: a user of the application, or a name made up for an invented person
 * @param itemId the item
 * @param value the guess on the rating scale, finite
 * @param weight how much of one rating it is worth, above 0
 */
public record PseudoRating(String userId, String itemId, double value, double weight) {

    /** With this begin the ids of users that the library makes up: such a user is no person, and none of a source's. */
    public static final String MADE_UP = "warmstart:";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if an id is blank, the value is not finite, or the weight is not above 0
     */
    public PseudoRating {
        if (userId.isBlank() || itemId.isBlank()) {
            throw new IllegalArgumentException(
                    "userId and itemId must not be blank, but were '%s' and '%s'".formatted(userId, itemId));
        }
        if (!Double.isFinite(value) || !(weight > 0) || !Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "value must be finite and weight finite and > 0, but were %s and %s".formatted(value, weight));
        }
    }
}
