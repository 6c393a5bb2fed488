// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reliability of the signals about each user, as that user's own ratings show it: the probability that the signals are
 * right about the user.
 *
 * <p>The weights of a user's pseudo-ratings are multiplied by it. Users without a rating to compare with get a value
 * below the average: the fewer users could be tested, and the more of them contradict their signals, the lower.
 *
 * <p>Immutable and thread-safe. Contains user ids; reports give its counts only.
 *
 * @param byUser for each tested user the probability that signals are right about this user, 0 to 1
 * @param share estimated share of users about whom signals are right, 0 to 1
 * @param others reliability of users who could not be tested, 0 to 1
 */
public record UserReliability(Map<String, Double> byUser, double share, double others) {

    /** Reliability below which a user counts as doubted in reports. */
    public static final double DOUBT_THRESHOLD = 0.5;

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if a probability is not between 0 and 1
     */
    public UserReliability {
        byUser = Collections.unmodifiableMap(new LinkedHashMap<>(byUser));
        check("share", share);
        check("others", others);
        byUser.values().forEach(chance -> check("reliability of a user", chance));
    }

    private static void check(String name, double chance) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException("%s must be between 0 and 1, but was %s".formatted(name, chance));
        }
    }

    /**
     * Reliability of the signals about a user.
     *
     * @param userId the application's own id
     * @return 0 to 1
     */
    public double of(String userId) {
        return byUser.getOrDefault(userId, others);
    }

    /**
     * Number of users about whom signals are more likely wrong than right.
     *
     * @return 0 to the number of tested users
     */
    public int doubted() {
        return (int) byUser.values().stream()
                .filter(chance -> chance < DOUBT_THRESHOLD)
                .count();
    }
}
