// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A choice that one person made: a purchase, a view, a play. It says nothing about liking.
 *
 * @param userId the application's own id of the user, not blank
 * @param itemId the application's own id of the item, not blank
 * @param time when it happened, or null if that is not known
 */
public record Interaction(
        String userId, String itemId, @Nullable Instant time) {

    /**
     * Checks the ids.
     *
     * @throws IllegalArgumentException if an id is blank
     */
    public Interaction {
        if (userId.isBlank()) {
            throw new IllegalArgumentException("userId must not be blank, but was '%s'".formatted(userId));
        }
        if (itemId.isBlank()) {
            throw new IllegalArgumentException("itemId must not be blank, but was '%s'".formatted(itemId));
        }
    }

    /**
     * An interaction whose time is not known.
     *
     * @param userId the application's own id of the user, not blank
     * @param itemId the application's own id of the item, not blank
     */
    public Interaction(String userId, String itemId) {
        this(userId, itemId, null);
    }
}
