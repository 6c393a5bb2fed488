// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.table.RatingTable;

/**
 * Learns a {@link RatingModel} from a table of ratings. The library's own learners stand beside a host's: an existing
 * recommender needs this one method, and should honour the weights of the rows.
 *
 * <p>Implementations must not keep state between calls: the same table gives the same model, and calls may come from
 * several threads.
 */
@FunctionalInterface
public interface Recommender {

    /**
     * Learns from ratings and pseudo ratings.
     *
     * @param table what to learn from; may hold pseudo ratings, whose weight says how much of a rating each is worth
     * @return the model
     */
    RatingModel fit(RatingTable table);

    /**
     * Learns from ratings, with what is known of items beforehand. A learner that has no notion of priors need not do
     * anything: each prior then becomes one weighted pseudo rating of a made-up average user.
     *
     * @param table what to learn from
     * @param priors what is known of the items beforehand
     * @return the model
     */
    default RatingModel fit(RatingTable table, ItemPriors priors) {
        return fit(priors.isEmpty() ? table : table.plus(priors.asPseudoRatings()));
    }
}
