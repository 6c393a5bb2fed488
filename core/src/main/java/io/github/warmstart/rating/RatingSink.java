// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import io.github.warmstart.rating.BadRow.RowLocation;

/**
 * Receiver of the ratings that a {@link RatingSource} streams, and of the rows that could not become ratings.
 *
 * <p>The sink decides about a bad row, never the source: a {@code RatingTableBuilder} throws an error that names the row,
 * or skips and counts it, according to its {@link BadRowPolicy}.
 */
public interface RatingSink {

    /**
     * Accepts one rating.
     *
     * @param rating the rating
     * @param location its position in the source
     * @throws RatingException if it breaks a rule of the sink, for example because it is off the scale
     */
    void accept(Rating rating, RowLocation location);

    /**
     * Reports a row that could not become a rating.
     *
     * @param row the row and the rule that it breaks
     * @throws RatingException if the sink allows no bad rows, or no more of them
     */
    void reject(BadRow row);

    /**
     * Reports a row that holds no rating, by the source's own mark, such as 0 or -1. It is not a bad row. Ignored unless
     * overridden.
     *
     * @param location its position in the source
     */
    default void notRated(RowLocation location) {}
}
