// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.rating.table.RatingTable;
import java.util.Set;

/**
 * Weight of a newcomer's first ratings, as evidence of what the newcomer will give later.
 *
 * <p>First ratings need not be a random sample of a user's taste: they may be given in one sitting, about what the
 * product showed first, and share a mood. Treating them as a random sample then under-shrinks new users.
 *
 * @param weight weight of one first rating, in ratings, above 0 and at most 1
 * @param users number of warm users whose timed ratings contributed to the estimate; 0 where no ratings have times
 * @param moodVariance variance of the mood: the deviation from the user's level that all first ratings of the user
 *     share, in squared rating units; NaN where nothing could be estimated
 * @param randomSample probability that first ratings are a random sample, 0 to 1
 */
public record FirstRatingWeight(double weight, int users, double moodVariance, double randomSample) {

    /** Assumed weight where nothing can be estimated. */
    public static final double DEFAULT_WEIGHT = 0.5;
    /** Maximum number of ratings of a newcomer; ratings of users with more count in full. */
    public static final int MAX_FIRST = 20;
    /** Prior probability that first ratings are a random sample. */
    public static final double PRIOR_RANDOM_SAMPLE = 0.25;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the weight is not above 0 and at most 1, users are negative, or the
     *     probability is not between 0 and 1
     */
    public FirstRatingWeight {
        if (!(weight > 0 && weight <= 1)) {
            throw new IllegalArgumentException("weight must be above 0 and at most 1, but was " + weight);
        }
        if (users < 0) {
            throw new IllegalArgumentException("users must be 0 or more, but was " + users);
        }
        if (!(randomSample >= 0 && randomSample <= 1)) {
            throw new IllegalArgumentException("randomSample must be between 0 and 1, but was " + randomSample);
        }
    }

    /**
     * Creates a weight without an estimate of the mood.
     *
     * @param weight weight of one first rating, in ratings, above 0 and at most 1
     * @param users number of warm users it was estimated on
     */
    public FirstRatingWeight(double weight, int users) {
        this(weight, users, Double.NaN, PRIOR_RANDOM_SAMPLE);
    }

    /**
     * Applies this weight to the ratings of newcomers, and marks them as first ratings.
     *
     * @param table real ratings
     * @param coldUsers the newcomers; of those, users with more than {@value #MAX_FIRST} ratings keep their weights
     * @return a new table
     */
    public RatingTable discount(RatingTable table, Set<String> coldUsers) {
        RatingTable marked = table.withNewcomers(user -> table.newcomer(user)
                || (table.userSize(user) > 0
                        && table.userSize(user) <= MAX_FIRST
                        && coldUsers.contains(table.userId(user))));
        return marked.weighted(row -> {
            int user = table.user(row);
            boolean first = !table.pseudo(row) && marked.newcomer(user) && !table.newcomer(user);
            return first ? weight * table.weight(row) : table.weight(row);
        });
    }
}
