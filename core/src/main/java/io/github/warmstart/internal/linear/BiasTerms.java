// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.ItemPriors;

/**
 * User effects and item means by index, with their priors and variances. They start at those of the bias model.
 * Confined to one thread while training; not changed afterwards.
 */
public final class BiasTerms {

    public final double[] userEffects;
    public final double[] itemMeans;
    public final double[] itemPriorMeans;
    public final double[] itemPriorPrecisions;
    public final double noise;
    public final double userPrecision;

    public BiasTerms(RatingTable table, BiasModel bias, ItemPriors priors) {
        userEffects = new double[table.userCount()];
        itemMeans = new double[table.itemCount()];
        itemPriorMeans = new double[table.itemCount()];
        itemPriorPrecisions = new double[table.itemCount()];
        noise = bias.noiseVariance();
        userPrecision = 1 / bias.userVariance();
        for (int user = 0; user < userEffects.length; user++) {
            userEffects[user] = bias.userEffect(table.userId(user));
        }
        for (int item = 0; item < itemMeans.length; item++) {
            String itemId = table.itemId(item);
            itemMeans[item] = bias.itemMean(itemId);
            itemPriorMeans[item] =
                    priors.prior(itemId).map(ItemPriors.Prior::mean).orElse(bias.centre());
            itemPriorPrecisions[item] =
                    1 / priors.prior(itemId).map(ItemPriors.Prior::variance).orElse(bias.itemVariance());
        }
    }
}
