// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Attributes of a user, without ratings. An attribute leaves in a prompt only if the host allows it by name.
 *
 * @param userId the application's own id, not blank; it never leaves in a prompt
 * @param attributes attributes by name, each with one or more values; sorted by name
 */
public record UserProfile(String userId, Map<String, List<String>> attributes) {

    /**
     * Checks the id and copies the attributes.
     *
     * @throws IllegalArgumentException if the id is blank
     */
    public UserProfile {
        if (userId.isBlank()) {
            throw new IllegalArgumentException("userId must not be blank, but was '%s'".formatted(userId));
        }
        Map<String, List<String>> copy = new LinkedHashMap<>();
        new TreeMap<>(attributes).forEach((name, values) -> copy.put(name, List.copyOf(values)));
        attributes = Collections.unmodifiableMap(copy);
    }

    /**
     * A profile without attributes.
     *
     * @param userId the application's own id, not blank
     * @return the profile
     */
    public static UserProfile of(String userId) {
        return new UserProfile(userId, Map.of());
    }
}
