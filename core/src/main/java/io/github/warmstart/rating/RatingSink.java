// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import io.github.warmstart.rating.BadRow.RowLocation;

/**
 * Takes the ratings that a {@link RatingSource} streams, and the rows that could not become ratings.
 *
 * <p>What happens to a bad row is the sink's decision, never the source's: a {@code RatingTableBuilder} ends with an
 * error that names the row, or skips and counts it, as its {@link BadRowPolicy} rule says.
 */
public interface RatingSink {

    /**
     * Takes one rating.
     *
     * @param rating the rating
     * @param location where it stands in the source
     * @throws RatingException if it breaks a rule of the sink, for example because it is off the scale
     */
    void accept(Rating rating, RowLocation location);

    /**
     * Takes note of a row that could not become a rating.
     *
     * @param row the row and the rule that it broke
     * @throws RatingException if the sink takes no bad rows, or no more of them
     */
    void reject(BadRow row);
}
