// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.table.RatingTable;

/**
 * The smallest learner that is worth having: a rating is what an average user gives to the item, plus how generous the
 * user is. Both are shrunk towards what is typical, as far as the data is thin; how far is estimated from the data.
 *
 * <p>Honours weights and priors exactly. Has no options and no chance: the same table gives the same model bit for bit.
 * Cost is O(rows) for each of at most 200 passes, and memory O(users + items). Thread-safe.
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
