// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The learner of a host that knows weighted means of items, and nothing else: no priors, no variance, no memory. */
final class ItemMeans implements Recommender {

    @Override
    public RatingModel fit(RatingTable table) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        double[] all = {table.scale().midpoint(), 1};
        for (int row = 0; row < table.size(); row++) {
            double[] sum = sums.computeIfAbsent(table.itemId(table.item(row)), id -> new double[2]);
            sum[0] += table.weight(row) * table.value(row);
            sum[1] += table.weight(row);
            all[0] += table.weight(row) * table.value(row);
            all[1] += table.weight(row);
        }
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((itemId, sum) -> means.put(itemId, sum[0] / sum[1]));
        return new Means(table.scale(), means, all[0] / all[1]);
    }

    @Override
    public String toString() {
        return "ItemMeans";
    }

    private record Means(RatingScale scale, Map<String, Double> means, double usual) implements RatingModel {

        @Override
        public double predict(String userId, String itemId) {
            return means.getOrDefault(itemId, usual);
        }

        @Override
        public boolean knowsUser(String userId) {
            return false;
        }

        @Override
        public boolean knowsItem(String itemId) {
            return means.containsKey(itemId);
        }

        @Override
        public List<String> itemIds() {
            return List.copyOf(means.keySet());
        }

        @Override
        public Set<String> ratedItems(String userId) {
            return Set.of();
        }

        @Override
        public int ratingCount(String itemId) {
            return 0;
        }

        @Override
        public RatingModel foldIn(String userId, Collection<Rating> ratings) {
            return this;
        }
    }
}
