// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gain;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Ranking of items as questions to the audience: items whose mean is least known first, weighted by exposure.
 *
 * <p>Item i is ranked by {@code (n_i + 1) v_i}: the exposure expected from its n ratings, times the posterior variance
 * v of its mean. A signal with error variance t^2 reduces the variance by {@code v^2 / (v + t^2)} (conjugate normal
 * updating), which is nearly v if signals are better than the present estimate. Ranking by that alone would prefer
 * items that few users rate, and on real ratings did worse than random if ratings are many.
 */
public final class AudienceRanking {

    /** Assumed variance of a signal around an item's mean, as a share of the squared length of the scale. */
    private static final double MISS_SHARE = 0.0005;

    private AudienceRanking() {}

    private record Ranked(String itemId, double priority) {}

    /**
     * Ranks items.
     *
     * @param table the present ratings
     * @param model the item means and their variances
     * @param itemIds the items to rank
     * @return all of them, best first; equal ones in the order given
     */
    public static List<String> rank(RatingTable table, BiasModel model, Collection<String> itemIds) {
        List<Ranked> ranked = new ArrayList<>(itemIds.size());
        for (String itemId : itemIds) {
            ranked.add(new Ranked(itemId, exposure(table, itemId) * model.itemMeanVariance(itemId)));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::priority).reversed());
        return ranked.stream().map(Ranked::itemId).toList();
    }

    /**
     * Assumed variance of a signal of an unknown generator around an item's mean.
     *
     * @param table the present ratings
     * @return a variance, in squared rating units
     */
    public static double signalVariance(RatingTable table) {
        return MISS_SHARE * table.scale().length() * table.scale().length();
    }

    /** Reduction of the variance of an item's mean by a signal, times the item's exposure. */
    static double gain(RatingTable table, BiasModel model, String itemId, double signalVariance) {
        double variance = model.itemMeanVariance(itemId);
        return exposure(table, itemId) * variance * variance / (variance + signalVariance);
    }

    /** Exposure of an item: its number of ratings plus one. */
    static int exposure(RatingTable table, String itemId) {
        int item = table.itemIndex(itemId);
        return 1 + (item < 0 ? 0 : table.itemSize(item));
    }
}
