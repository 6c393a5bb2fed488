// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rating of one item by one person. An estimate of a language model is never a rating: signals have a type of their own.
 *
 * @param userId the application's own id of the user, not blank
 * @param itemId the application's own id of the item, not blank
 * @param value the rating, finite; whether it is on the scale is checked where the scale is known
 * @param time the time of the rating, or null if it is unknown
 */
public record Rating(
        String userId,
        String itemId,
        double value,
        @Nullable Instant time) {

    /**
     * Checks the rating.
     *
     * @throws IllegalArgumentException if an id is blank or the value is not finite
     */
    public Rating {
        if (userId.isBlank()) {
            throw new IllegalArgumentException("userId must not be blank, but was '%s'".formatted(userId));
        }
        if (itemId.isBlank()) {
            throw new IllegalArgumentException("itemId must not be blank, but was '%s'".formatted(itemId));
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "rating of user '%s' for item '%s' must be finite, but was %s".formatted(userId, itemId, value));
        }
    }

    /**
     * A rating of unknown time.
     *
     * @param userId the application's own id of the user, not blank
     * @param itemId the application's own id of the item, not blank
     * @param value the rating, finite
     */
    public Rating(String userId, String itemId, double value) {
        this(userId, itemId, value, null);
    }
}
