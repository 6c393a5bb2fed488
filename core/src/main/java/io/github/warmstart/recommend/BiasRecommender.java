// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.table.RatingTable;

/**
 * Learner of user effects and item means: a rating is predicted as the item's mean plus the user's effect. Both are
 * shrunk towards their common means, by amounts estimated from the data.
 *
 * <p>Honours weights and priors exactly. Has no options and no randomness: the same table gives the same model bit for
 * bit. Cost is O(rows) for each of at most 200 passes, and memory O(users + items). Thread-safe.
 */
public final class BiasRecommender implements Recommender {

    /** Creates the learner. */
    public BiasRecommender() {}

    @Override
    public BiasModel fit(RatingTable table) {
        return fit(table, ItemPriors.none());
    }

    @Override
    public BiasModel fit(RatingTable table, ItemPriors priors) {
        return new BiasModel(table, priors, new EffectsEstimator(table, priors).run());
    }

    @Override
    public String toString() {
        return "BiasRecommender";
    }
}
