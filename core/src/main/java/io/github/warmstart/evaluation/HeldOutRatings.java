// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.RatingModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Held-out ratings that models can be measured on but that cannot be read: no method returns a value, so no training,
 * calibration or question can use one.
 *
 * <p>Users and items are stored in the order of their ids, so the order of the input does not change any metric.
 * Immutable and thread-safe.
 */
public final class HeldOutRatings {

    /** Default threshold of relevance, as a share of the length of the scale: three quarters. */
    public static final double DEFAULT_RELEVANT_SHARE = 0.75;

    private final RatingScale scale;
    private final double relevantFrom;
    private final List<Judged> users;

    /** Ratings of one user, items in the order of their ids. Not visible outside the package. */
    static final class Judged {
        final String userId;
        final List<String> itemIds;
        final double[] values;

        Judged(String userId, List<String> itemIds, double[] values) {
            this.userId = userId;
            this.itemIds = itemIds;
            this.values = values;
        }

        boolean sameAs(Judged other) {
            return userId.equals(other.userId) && itemIds.equals(other.itemIds) && Arrays.equals(values, other.values);
        }
    }

    private HeldOutRatings(RatingScale scale, double relevantFrom, List<Judged> users) {
        this.scale = scale;
        this.relevantFrom = relevantFrom;
        this.users = List.copyOf(users);
    }

    /**
     * Held-out ratings with these values.
     *
     * @param scale the scale that they are on
     * @param ratings none off the scale, and no pair twice
     * @return the ratings, which cannot be read
     * @throws IllegalArgumentException if a rating is off the scale or a pair is rated twice; the message names the pair
     *     and no value
     */
    public static HeldOutRatings of(RatingScale scale, Collection<Rating> ratings) {
        requireNonNull(scale, "scale");
        Map<String, Map<String, Double>> byUser = new TreeMap<>();
        for (Rating rating : ratings) {
            if (!scale.contains(rating.value())) {
                throw new IllegalArgumentException(
                        "the rating of user '%s' for item '%s' must be on the scale %s, but is not"
                                .formatted(rating.userId(), rating.itemId(), scale));
            }
            Map<String, Double> mine = byUser.computeIfAbsent(rating.userId(), id -> new TreeMap<>());
            if (mine.put(rating.itemId(), rating.value()) != null) {
                throw new IllegalArgumentException("each pair must be rated once, but user '%s' rated item '%s' twice"
                        .formatted(rating.userId(), rating.itemId()));
            }
        }
        List<Judged> users = new ArrayList<>();
        byUser.forEach((userId, mine) -> users.add(new Judged(
                userId,
                List.copyOf(mine.keySet()),
                mine.values().stream().mapToDouble(value -> value).toArray())));
        return new HeldOutRatings(scale, scale.lowest() + DEFAULT_RELEVANT_SHARE * scale.length(), users);
    }

    /**
     * Number of users.
     *
     * @return 0 or more
     */
    public int users() {
        return users.size();
    }

    /**
     * Number of ratings.
     *
     * @return 0 or more
     */
    public int ratings() {
        return users.stream().mapToInt(user -> user.values.length).sum();
    }

    /**
     * The ratings of some pairs, for example of those that a generator was asked about.
     *
     * @param userAndItem whether a pair is kept, by the ids of user and item
     * @return the part, which cannot be read either
     */
    public HeldOutRatings where(BiPredicate<String, String> userAndItem) {
        List<Judged> some = new ArrayList<>();
        for (Judged user : users) {
            List<String> itemIds = new ArrayList<>();
            double[] values = new double[user.values.length];
            for (int index = 0; index < values.length; index++) {
                String itemId = user.itemIds.get(index);
                if (userAndItem.test(user.userId, itemId)) {
                    values[itemIds.size()] = user.values[index];
                    itemIds.add(itemId);
                }
            }
            if (!itemIds.isEmpty()) {
                double[] kept = Arrays.copyOf(values, itemIds.size());
                some.add(new Judged(user.userId, List.copyOf(itemIds), kept));
            }
        }
        return new HeldOutRatings(scale, relevantFrom, some);
    }

    /**
     * The same ratings with another threshold of relevance, used by {@link ModelMetrics#recall} and
     * {@link ModelMetrics#meanReciprocalRank}.
     *
     * @param rating minimum rating of a relevant item, on the scale; three quarters up the scale unless set
     * @return the ratings, which cannot be read as well
     * @throws IllegalArgumentException if the threshold is off the scale
     */
    public HeldOutRatings relevantFrom(double rating) {
        if (!scale.contains(rating)) {
            throw new IllegalArgumentException(
                    "relevantFrom must be on the scale %s, but was %s".formatted(scale, rating));
        }
        return new HeldOutRatings(scale, rating, users);
    }

    /**
     * Measures the predictions of a model for every rating. The model gets ids only.
     *
     * @param model on the same scale
     * @return its metrics; O(ratings) now, and metrics that rank all items at their first request
     * @throws IllegalArgumentException if there are no ratings, or the model is on another scale
     * @throws IllegalStateException if a prediction is not finite
     */
    public ModelMetrics judge(RatingModel model) {
        if (users.isEmpty()) {
            throw new IllegalArgumentException("there is no held-out rating to judge by");
        }
        if (model.scale().lowest() != scale.lowest() || model.scale().highest() != scale.highest()) {
            throw new IllegalArgumentException(
                    "the model must be on the scale %s, but is on %s".formatted(scale, model.scale()));
        }
        return new ModelMetrics(scale, relevantFrom, users, model);
    }

    @Override
    public String toString() {
        return "%d held-out ratings of %d users on %s".formatted(ratings(), users(), scale);
    }
}
