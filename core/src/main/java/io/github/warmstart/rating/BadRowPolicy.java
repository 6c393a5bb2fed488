// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

/**
 * What to do with rows that cannot become ratings.
 *
 * @param limit how many rows may be skipped before reading ends with an error; 0 means that the first one ends it
 */
public record BadRowPolicy(long limit) {

    /** The first bad row ends the reading with an error that names it: the default. */
    public static final BadRowPolicy FAIL = new BadRowPolicy(0);

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if the limit is negative
     */
    public BadRowPolicy {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be >= 0, but was " + limit);
        }
    }

    /**
     * Bad rows are skipped, counted and reported, until there are more than the limit.
     *
     * @param limit how many rows may be skipped
     * @return the rule
     */
    public static BadRowPolicy skipUpTo(long limit) {
        return new BadRowPolicy(limit);
    }
}
