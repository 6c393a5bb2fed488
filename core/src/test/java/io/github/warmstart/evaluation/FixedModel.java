// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Predicts what it is told to, and 3 else. */
final class FixedModel implements RatingModel {

    static final RatingScale STARS = RatingScale.of(1, 5);

    private final List<String> itemIds;
    private final Map<String, Double> predictions = new HashMap<>();
    private final Map<String, Set<String>> rated = new HashMap<>();

    FixedModel(String... itemIds) {
        this.itemIds = List.of(itemIds);
    }

    /** A model whose predictions are a few steps of chance, so that there are ties. */
    static FixedModel ofChance(long seed, List<String> itemIds, List<String> userIds) {
        SplittableRandom random = new SplittableRandom(seed);
        FixedModel model = new FixedModel(itemIds.toArray(new String[0]));
        for (String userId : userIds) {
            for (String itemId : itemIds) {
                model.predicting(userId, itemId, 1 + random.nextInt(9) / 2.0);
                if (random.nextInt(5) == 0) {
                    model.having(userId, itemId);
                }
            }
        }
        return model;
    }

    FixedModel predicting(String userId, String itemId, double value) {
        predictions.put(userId + " " + itemId, value);
        return this;
    }

    /** With a rating in training. */
    FixedModel having(String userId, String itemId) {
        rated.computeIfAbsent(userId, id -> new HashSet<>()).add(itemId);
        return this;
    }

    @Override
    public RatingTable table() {
        return RatingTable.builder(STARS).build();
    }

    @Override
    public double predict(String userId, String itemId) {
        return predictions.getOrDefault(userId + " " + itemId, 3.0);
    }

    @Override
    public boolean knowsUser(String userId) {
        return rated.containsKey(userId);
    }

    @Override
    public boolean knowsItem(String itemId) {
        return itemIds.contains(itemId);
    }

    @Override
    public List<String> itemIds() {
        return itemIds;
    }

    @Override
    public Set<String> ratedItems(String userId) {
        return rated.getOrDefault(userId, Set.of());
    }

    @Override
    public int ratingCount(String itemId) {
        return 0;
    }

    @Override
    public RatingModel foldIn(String userId, Collection<Rating> ratings) {
        throw new UnsupportedOperationException();
    }
}
