// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gain;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which items to ask the audience about first: those whose mean is little known, weighted by how often the item is met.
 *
 * <p>Item i comes by {@code (n_i + 1) v_i}: the exposure expected from its n ratings, times the posterior variance v of its
 * mean. What a signal with error variance t^2 takes off is {@code v^2 / (v + t^2)} by conjugate normal updating, which is
 * nearly v as long as signals are better than what is known. To rank by it would send questions to items that few people
 * meet, and on real ratings that did worse than chance where ratings are plenty.
 */
public final class AudienceRanking {

    /** How far a signal is thought to signalVariance an item's mean: variance, share of the squared scale. */
    private static final double MISS_SHARE = 0.0005;

    private AudienceRanking() {}

    private record Ranked(String itemId, double worth) {}

    /**
     * Ranks items.
     *
     * @param table the ratings at present
     * @param model what they say of each item's mean, and how surely
     * @param itemIds the items to rank
     * @return all of them, best first; equal ones in the order given
     */
    public static List<String> rank(RatingTable table, BiasModel model, Collection<String> itemIds) {
        List<Ranked> ranked = new ArrayList<>(itemIds.size());
        for (String itemId : itemIds) {
            ranked.add(new Ranked(itemId, exposure(table, itemId) * model.itemMeanVariance(itemId)));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::worth).reversed());
        return ranked.stream().map(Ranked::itemId).toList();
    }

    /**
     * How far a signal of an unknown generator is thought to signalVariance an item's mean.
     *
     * @param table the ratings at present
     * @return a variance, in squared rating units
     */
    public static double signalVariance(RatingTable table) {
        return MISS_SHARE * table.scale().length() * table.scale().length();
    }

    /** By how much a signal lowers the variance of an item's mean, times the item's exposure. */
    static double worth(RatingTable table, BiasModel model, String itemId, double signalVariance) {
        double variance = model.itemMeanVariance(itemId);
        return exposure(table, itemId) * variance * variance / (variance + signalVariance);
    }

    /** How often an item is expected to be met: its ratings, and one. */
    static int exposure(RatingTable table, String itemId) {
        int item = table.itemIndex(itemId);
        return 1 + (item < 0 ? 0 : table.itemSize(item));
    }
}
