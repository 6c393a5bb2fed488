// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Direct estimates of item means, from ratings alone: the mean of an item's ratings less the user effects, and the
 * variance of that mean.
 */
final class DirectEstimates {

    /**
     * Estimate of an item's mean.
     *
     * @param mean in rating units
     * @param variance variance of the estimate: noise of the ratings and uncertainty of user effects
     */
    record Mean(double mean, double variance) {}

    private DirectEstimates() {}

    /** Estimates by item id, in the order of the table; items without a real rating are left out. */
    static Map<String, Mean> of(RatingTable table, BiasModel bias) {
        return means(table, bias, row -> true, DirectEstimates::given);
    }

    /** Estimates without newcomers' first ratings. */
    static Map<String, Mean> ofLater(RatingTable table, BiasModel bias) {
        return means(table, bias, row -> !FirstRatingWeightEstimator.isFirst(table, row), DirectEstimates::given);
    }

    /**
     * Estimates from newcomers' first ratings alone, without subtracting user effects: estimated effects contain part
     * of the shift that all first ratings share, so that subtracting them would hide it. The effect of a user is the
     * same error in each of the user's k ratings; its variance is therefore counted k times, which gives the mean over
     * all items its correct variance.
     */
    static Map<String, Mean> ofFirst(RatingTable table, BiasModel bias) {
        return means(
                table,
                bias,
                row -> FirstRatingWeightEstimator.isFirst(table, row),
                (model, user, of) -> new Effect(0, of.userSize(user) * model.userVariance()));
    }

    /** Estimated user effect of the author of a rating, and its variance. */
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
