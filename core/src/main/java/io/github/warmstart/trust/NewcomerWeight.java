// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.rating.table.RatingTable;
import java.util.Set;

/**
 * Weight of a newcomer's first ratings, as evidence of what the newcomer will give later.
 *
 * <p>First ratings are no random sample of a user's taste: they are given in one sitting, about what the product showed
 * first. Treating them as a random sample under-shrinks new users.
 *
 * @param worth weight of one first rating, in ratings, above 0 and at most 1
 * @param users number of warm users it was estimated on; 0 if it is assumed
 */
public record NewcomerWeight(double worth, int users) {

    /** Assumed weight where nothing can be estimated. */
    public static final double DEFAULT_WORTH = 0.5;
    /** Users with more ratings than this are no newcomers: their ratings count in full. */
    public static final int MAX_FIRST = 20;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the worth is not above 0 and at most 1, or users are negative
     */
    public NewcomerWeight {
        if (!(worth > 0 && worth <= 1)) {
            throw new IllegalArgumentException("worth must be above 0 and at most 1, but was " + worth);
        }
        if (users < 0) {
            throw new IllegalArgumentException("users must be 0 or more, but was " + users);
        }
    }

    /**
     * Weighs the ratings of newcomers with this worth.
     *
     * @param table real ratings
     * @param coldUsers the newcomers; of those, users with more than {@value #MAX_FIRST} ratings keep their weights
     * @return a new table
     */
    public RatingTable discount(RatingTable table, Set<String> coldUsers) {
        return table.weighted(row -> {
            int user = table.user(row);
            boolean first =
                    !table.pseudo(row) && table.userSize(user) <= MAX_FIRST && coldUsers.contains(table.userId(user));
            return first ? worth * table.weight(row) : table.weight(row);
        });
    }
}
