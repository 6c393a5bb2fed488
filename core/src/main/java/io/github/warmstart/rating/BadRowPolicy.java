// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

/**
 * Treatment of rows that cannot become ratings.
 *
 * @param limit the number of rows that may be skipped; the next one ends the reading with an error
 */
public record BadRowPolicy(long limit) {

    /** Default: the first bad row ends the reading with an error that names it. */
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
     * Bad rows are skipped, counted and reported, up to a limit.
     *
     * @param limit the number of rows that may be skipped
     * @return the policy
     */
    public static BadRowPolicy skipUpTo(long limit) {
        return new BadRowPolicy(limit);
    }
}
