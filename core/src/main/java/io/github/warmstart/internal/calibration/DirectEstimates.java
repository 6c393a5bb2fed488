// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Direct estimates of item means, from ratings alone: the mean of an item's ratings less the user effects, and the variance of
 * that mean.
 */
final class DirectEstimates {

    /**
     * One item's mean.
     *
     * @param mean in rating units
     * @param variance of the mean: noise of the ratings, and what is not known of the users
     */
    record Mean(double mean, double variance) {}

    private DirectEstimates() {}

    /** By item id, in the order of the table; items without a real rating are left out. */
    static Map<String, Mean> of(RatingTable table, BiasModel bias) {
        return means(table, bias, row -> true, DirectEstimates::given);
    }

    /** The same without newcomers' first ratings. */
    static Map<String, Mean> ofLater(RatingTable table, BiasModel bias) {
        return means(table, bias, row -> !FirstRatingWeightEstimator.isFirst(table, row), DirectEstimates::given);
    }

    /**
     * The same of newcomers' first ratings alone, with the generosity of their givers left in: what it is estimated at holds
     * part of what all first ratings share, which would then be sought in vain. The effect of a user is one error in each of
     * k ratings; its variance is therefore counted k times, which makes the mean over all items as uncertain as it is.
     */
    static Map<String, Mean> ofFirst(RatingTable table, BiasModel bias) {
        return means(
                table,
                bias,
                row -> FirstRatingWeightEstimator.isFirst(table, row),
                (model, user, of) -> new Effect(0, of.userSize(user) * model.userVariance()));
    }

    /** How generous the giver of a rating is thought to be, and how surely. */
    private record Effect(double mean, double variance) {}

    private interface Effects {
        Effect of(BiasModel bias, int user, RatingTable table);
    }

    private static Effect given(BiasModel bias, int user, RatingTable table) {
        String userId = table.userId(user);
        return new Effect(bias.userEffect(userId), bias.userEffectVariance(userId));
    }

    private static Map<String, Mean> means(RatingTable table, BiasModel bias, IntPredicate rows, Effects effects) {
        Map<String, Mean> means = new LinkedHashMap<>();
        for (int item = 0; item < table.itemCount(); item++) {
            double sum = 0;
            double weights = 0;
            double userVariances = 0;
            double noises = 0;
            for (int position = 0; position < table.itemSize(item); position++) {
                int row = table.itemRow(item, position);
                if (!table.pseudo(row) && rows.test(row)) {
                    Effect effect = effects.of(bias, table.user(row), table);
                    double weight = table.weight(row);
                    sum += weight * (table.value(row) - effect.mean);
                    weights += weight;
                    userVariances += weight * weight * effect.variance;
                    noises += weight * bias.noiseVariance();
                }
            }
            if (weights > 0) {
                double variance = (noises + userVariances) / (weights * weights);
                means.put(table.itemId(item), new Mean(sum / weights, variance));
            }
        }
        return means;
    }
}
