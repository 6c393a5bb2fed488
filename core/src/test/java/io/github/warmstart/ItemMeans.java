// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import java.util.LinkedHashMap;
import java.util.Map;

/** The learner of a host that knows weighted means of items, and nothing else: no priors, no variance, no fold-in. */
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
        return new Means(table, means, all[0] / all[1]);
    }

    @Override
    public String toString() {
        return "ItemMeans";
    }

    private record Means(RatingTable table, Map<String, Double> means, double usual) implements RatingModel {

        @Override
        public double predict(String userId, String itemId) {
            return means.getOrDefault(itemId, usual);
        }
    }
}
