// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.table.RatingTable;

/**
 * Learner that trains a {@link RatingModel} on a table of ratings. A host's own recommender implements this one method,
 * and should honour the weights of the rows.
 *
 * <p>Implementations must not keep state between calls: the same table gives the same model, and calls may come from
 * several threads.
 */
@FunctionalInterface
public interface Recommender {

    /**
     * Trains on ratings and pseudo ratings.
     *
     * @param table the training rows; may contain pseudo ratings, whose weights are effective ratings
     * @return the model
     */
    RatingModel fit(RatingTable table);

    /**
     * Trains on ratings with priors of items. By default each prior becomes one weighted pseudo rating of a synthetic
     * average user, so a learner without priors need not override this.
     *
     * @param table the training rows
     * @param priors priors of item means
     * @return the model
     */
    default RatingModel fit(RatingTable table, ItemPriors priors) {
        return fit(priors.isEmpty() ? table : table.plus(priors.asPseudoRatings()));
    }
}
