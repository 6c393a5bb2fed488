// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Choice that one person made: a purchase, a view, a play. It says nothing about liking.
 *
 * @param userId the application's own id of the user, not blank
 * @param itemId the application's own id of the item, not blank
 * @param time the time of the choice, or null if it is unknown
 * @param count the number of such choices in one: pieces of an order, plays of a day; 1 or more
 */
public record Interaction(
        String userId, String itemId, @Nullable Instant time, int count) {

    /**
     * Checks the ids and the count.
     *
     * @throws IllegalArgumentException if an id is blank or the count below 1
     */
    public Interaction {
        if (userId.isBlank()) {
            throw new IllegalArgumentException("userId must not be blank, but was '%s'".formatted(userId));
        }
        if (itemId.isBlank()) {
            throw new IllegalArgumentException("itemId must not be blank, but was '%s'".formatted(itemId));
        }
        if (count < 1) {
            throw new IllegalArgumentException("count must be >= 1, but was " + count);
        }
    }

    /**
     * A single choice.
     *
     * @param userId the application's own id of the user, not blank
     * @param itemId the application's own id of the item, not blank
     * @param time the time of the choice, or null if it is unknown
     */
    public Interaction(String userId, String itemId, @Nullable Instant time) {
        this(userId, itemId, time, 1);
    }

    /**
     * A single choice of unknown time.
     *
     * @param userId the application's own id of the user, not blank
     * @param itemId the application's own id of the item, not blank
     */
    public Interaction(String userId, String itemId) {
        this(userId, itemId, null, 1);
    }
}
