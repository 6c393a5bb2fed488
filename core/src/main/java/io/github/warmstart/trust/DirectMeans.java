// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the ratings alone say of each item: the mean of its ratings once the generosity of their givers is taken off, and
 * the variance of that mean.
 */
final class DirectMeans {

    /**
     * One item's mean.
     *
     * @param mean in rating units
     * @param variance of the mean: noise of the ratings, and what is not known of the users
     * @param firstShare how much of the weight is that of newcomers' first ratings, 0 to 1
     */
    record Mean(double mean, double variance, double firstShare) {}

    private DirectMeans() {}

    /** By item id, in the order of the table; items without a real rating are left out. */
    static Map<String, Mean> of(RatingTable table, BiasModel bias) {
        Map<String, Mean> means = new LinkedHashMap<>();
        for (int item = 0; item < table.itemCount(); item++) {
            double sum = 0;
            double weights = 0;
            double userVariances = 0;
            double noises = 0;
            double first = 0;
            for (int position = 0; position < table.itemSize(item); position++) {
                int row = table.itemRow(item, position);
                if (!table.pseudo(row)) {
                    String userId = table.userId(table.user(row));
                    double weight = table.weight(row);
                    sum += weight * (table.value(row) - bias.userEffect(userId));
                    weights += weight;
                    first += FirstRatings.isFirst(table, row) ? weight : 0;
                    userVariances += weight * weight * bias.userEffectVariance(userId);
                    noises += weight * bias.noiseVariance();
                }
            }
            if (weights > 0) {
                double variance = (noises + userVariances) / (weights * weights);
                means.put(table.itemId(item), new Mean(sum / weights, variance, first / weights));
            }
        }
        return means;
    }
}
