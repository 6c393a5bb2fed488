// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.ItemPriors;
import org.ejml.data.FMatrixRMaj;

/**
 * User effects and item means by index, with the priors and variances that they are estimated under. They start where the
 * bias model puts them. Confined to one thread while training; never changed after.
 */
final class Effects {

    final double[] userEffects;
    final double[] itemMeans;
    final double[] itemPriorMeans;
    final double[] itemPriorPrecisions;
    final double noise;
    final double userPrecision;

    Effects(RatingTable table, BiasModel bias, ItemPriors priors) {
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

    static double dot(FMatrixRMaj users, int user, FMatrixRMaj items, int item) {
        double sum = 0;
        int p = user * users.numCols;
        int q = item * items.numCols;
        for (int k = 0; k < users.numCols; k++) {
            sum += (double) users.data[p + k] * items.data[q + k];
        }
        return sum;
    }
}
