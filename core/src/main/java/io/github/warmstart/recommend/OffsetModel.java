// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.internal.ranking.TopN;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Another model with additive corrections of single pairs: {@code predict = clamp(base.predict + offset)}. All other
 * predictions, and everything else, are those of the base model. Immutable, and thread-safe if the base model is.
 */
public final class OffsetModel implements RatingModel {

    private static final Comparator<Recommendation> BEST_FIRST =
            Comparator.comparingDouble(Recommendation::score).reversed().thenComparing(Recommendation::itemId);

    private final RatingModel base;
    private final Map<String, Map<String, Double>> offsets;
    private final Map<String, UserOffset> userOffsets;

    /**
     * Correction of all predictions for one user, which fades as the user rates: folding in m ratings leaves the share
     * {@code ratings / (ratings + m)} of it.
     *
     * @param value what is added, in rating units, finite
     * @param ratings number of ratings that the user's own level is known as well as, with its prior; above 0
     */
    public record UserOffset(double value, double ratings) {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException if the value is not finite or the number not above 0
         */
        public UserOffset {
            if (!Double.isFinite(value) || !(ratings > 0)) {
                throw new IllegalArgumentException(
                        "value must be finite and ratings > 0, but were %s and %s".formatted(value, ratings));
            }
        }

        private UserOffset after(int more) {
            return new UserOffset(value * ratings / (ratings + more), ratings + more);
        }
    }

    /**
     * Model with corrections of pairs.
     *
     * @param base the model to correct
     * @param offsets what is added, in rating units, by user id and item id; finite
     * @throws IllegalArgumentException if an offset is not finite
     */
    public OffsetModel(RatingModel base, Map<String, Map<String, Double>> offsets) {
        this(base, offsets, Map.of());
    }

    /**
     * Model with corrections of pairs and of users.
     *
     * @param base the model to correct
     * @param offsets what is added, in rating units, by user id and item id; finite
     * @param userOffsets what is added to all predictions for a user, by user id
     * @throws IllegalArgumentException if an offset is not finite
     */
    public OffsetModel(
            RatingModel base, Map<String, Map<String, Double>> offsets, Map<String, UserOffset> userOffsets) {
        this.base = base;
        this.userOffsets = Collections.unmodifiableMap(new LinkedHashMap<>(userOffsets));
        Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
        offsets.forEach((userId, items) -> {
            items.forEach((itemId, offset) -> {
                if (!Double.isFinite(offset)) {
                    throw new IllegalArgumentException("offset of user '%s' for item '%s' must be finite, but was %s"
                            .formatted(userId, itemId, offset));
                }
            });
            copy.put(userId, Collections.unmodifiableMap(new LinkedHashMap<>(items)));
        });
        this.offsets = copy;
    }

    private OffsetModel(
            Map<String, Map<String, Double>> offsets, Map<String, UserOffset> userOffsets, RatingModel base) {
        this.base = base;
        this.offsets = offsets;
        this.userOffsets = userOffsets;
    }

    /**
     * The model without corrections.
     *
     * @return the base model
     */
    public RatingModel base() {
        return base;
    }

    /**
     * The correction of one pair, with that of its user.
     *
     * @param userId the application's own id
     * @param itemId the application's own id
     * @return rating units; 0 for a pair without one
     */
    public double offset(String userId, String itemId) {
        UserOffset user = userOffsets.get(userId);
        return of(userId).getOrDefault(itemId, 0.0) + (user == null ? 0 : user.value);
    }

    private Map<String, Double> of(String userId) {
        return offsets.getOrDefault(userId, Map.of());
    }

    @Override
    public RatingTable table() {
        return base.table();
    }

    @Override
    public RatingScale scale() {
        return base.scale();
    }

    @Override
    public double predict(String userId, String itemId) {
        double offset = offset(userId, itemId);
        double predicted = base.predict(userId, itemId);
        return offset == 0 ? predicted : scale().clamp(predicted + offset);
    }

    @Override
    public boolean knowsUser(String userId) {
        return base.knowsUser(userId) || offsets.containsKey(userId) || userOffsets.containsKey(userId);
    }

    @Override
    public boolean knowsItem(String itemId) {
        return base.knowsItem(itemId);
    }

    @Override
    public List<String> itemIds() {
        return base.itemIds();
    }

    @Override
    public Set<String> ratedItems(String userId) {
        return base.ratedItems(userId);
    }

    @Override
    public int ratingCount(String itemId) {
        return base.ratingCount(itemId);
    }

    @Override
    public OptionalDouble variance(String userId, String itemId) {
        return base.variance(userId, itemId);
    }

    @Override
    public Optional<LinearPosterior> linearPosterior(String userId) {
        return base.linearPosterior(userId);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The base model ranks the items without a correction, by whatever index it has; the few others are scored one by one,
     * and for a user with a correction of all predictions, all items are.
     */
    @Override
    public List<Recommendation> recommend(String userId, int n, Predicate<String> filter) {
        if (userOffsets.containsKey(userId)) {
            return scored(
                    userId,
                    n == 0 ? List.of() : itemIds().stream().filter(filter).toList(),
                    n);
        }
        Map<String, Double> mine = of(userId);
        if (mine.isEmpty()) {
            return base.recommend(userId, n, filter);
        }
        List<Recommendation> usual =
                base.recommend(userId, n, itemId -> !mine.containsKey(itemId) && filter.test(itemId));
        Set<String> corrected = new LinkedHashSet<>();
        mine.keySet().stream()
                .filter(itemId -> knowsItem(itemId) && filter.test(itemId))
                .forEach(corrected::add);
        return merged(usual, scored(userId, corrected, n), n);
    }

    @Override
    public List<Recommendation> recommendAmong(String userId, Collection<String> itemIds, int n) {
        if (userOffsets.containsKey(userId)) {
            return scored(userId, new LinkedHashSet<>(itemIds), n);
        }
        Map<String, Double> mine = of(userId);
        if (mine.isEmpty()) {
            return base.recommendAmong(userId, itemIds, n);
        }
        Set<String> corrected = new LinkedHashSet<>(itemIds);
        corrected.retainAll(mine.keySet());
        Set<String> others = new LinkedHashSet<>(itemIds);
        others.removeAll(mine.keySet());
        return merged(base.recommendAmong(userId, others, n), scored(userId, corrected, n), n);
    }

    private List<Recommendation> scored(String userId, Collection<String> itemIds, int n) {
        TopN<Recommendation> best = new TopN<>(n);
        for (String itemId : itemIds) {
            double score = predict(userId, itemId);
            if (best.wants(score, itemId)) {
                best.add(score, itemId, new Recommendation(itemId, score, ratingCount(itemId)));
            }
        }
        return best.bestFirst();
    }

    private static List<Recommendation> merged(List<Recommendation> some, List<Recommendation> others, int n) {
        return Stream.concat(some.stream(), others.stream())
                .sorted(BEST_FIRST)
                .limit(n)
                .toList();
    }

    @Override
    public OffsetModel foldIn(String userId, Collection<Rating> ratings) {
        return new OffsetModel(offsets, faded(Map.of(userId, ratings.size())), base.foldIn(userId, ratings));
    }

    @Override
    public OffsetModel foldIn(Collection<Rating> ratings) {
        Map<String, Integer> counts = new HashMap<>();
        ratings.forEach(rating -> counts.merge(rating.userId(), 1, Integer::sum));
        return new OffsetModel(offsets, faded(counts), base.foldIn(ratings));
    }

    @Override
    public OffsetModel foldInItem(String itemId, Collection<Rating> ratings) {
        return new OffsetModel(offsets, userOffsets, base.foldInItem(itemId, ratings));
    }

    private Map<String, UserOffset> faded(Map<String, Integer> ratings) {
        Map<String, UserOffset> faded = new LinkedHashMap<>(userOffsets);
        ratings.forEach((userId, count) -> faded.computeIfPresent(userId, (id, offset) -> offset.after(count)));
        return faded;
    }
}
