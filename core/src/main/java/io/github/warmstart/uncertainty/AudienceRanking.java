// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which items to ask the audience about first: those where one number takes away most of what is not known, weighted by
 * how often the item is met.
 *
 * <p>The worth of item i is {@code (n_i + 1) v_i^2 / (v_i + t^2)}: the exposure expected from its n ratings, times the
 * drop of its mean's posterior variance v when a signal with error variance t^2 is taken in, which is the rule of
 * conjugate normal updating {@code v - (1/v + 1/t^2)^-1}.
 */
public final class AudienceRanking {

    /**
     * How far a signal is thought to miss an item's mean: variance, share of the squared scale; a tenth of a star on a
     * scale of five. Too large a value sends questions to items that few people meet.
     */
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
        double miss = miss(table);
        List<Ranked> ranked = new ArrayList<>(itemIds.size());
        for (String itemId : itemIds) {
            ranked.add(new Ranked(itemId, worth(table, model, itemId, miss)));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::worth).reversed());
        return ranked.stream().map(Ranked::itemId).toList();
    }

    /**
     * How far a signal of an unknown generator is thought to miss an item's mean.
     *
     * @param table the ratings at present
     * @return a variance, in squared rating units
     */
    public static double miss(RatingTable table) {
        return MISS_SHARE * table.scale().length() * table.scale().length();
    }

    /** By how much a signal lowers the variance of an item's mean, times the item's exposure. */
    static double worth(RatingTable table, BiasModel model, String itemId, double miss) {
        double variance = model.itemMeanVariance(itemId);
        return exposure(table, itemId) * variance * variance / (variance + miss);
    }

    /** How often an item is expected to be met: its ratings, and one. */
    static int exposure(RatingTable table, String itemId) {
        int item = table.itemIndex(itemId);
        return 1 + (item < 0 ? 0 : table.itemSize(item));
    }
}
