// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.internal.history.UserHistories;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a {@link Recommender} learned: predicts ratings, recommends items, takes in new users. Immutable and
 * thread-safe.
 */
public interface RatingModel {

    /**
     * The scale that predictions are on.
     *
     * @return the scale
     */
    RatingScale scale();

    /**
     * The predicted rating of a user for an item. Users and items that the model never saw get what the model knows of
     * their kind, so the answer is always finite and on the scale; ask {@link #knowsUser} and {@link #knowsItem} to
     * tell a prediction from a fallback.
     *
     * @param userId the application's own id, seen or not
     * @param itemId the application's own id, seen or not
     * @return a finite value on the scale
     */
    double predict(String userId, String itemId);

    /**
     * Whether the model learned anything about a user, from ratings or from pseudo ratings.
     *
     * @param userId the application's own id
     * @return false for a user it never saw
     */
    boolean knowsUser(String userId);

    /**
     * Whether the model learned anything about an item, from ratings, pseudo ratings or a prior.
     *
     * @param itemId the application's own id
     * @return false for an item it never saw
     */
    boolean knowsItem(String itemId);

    /**
     * The items that the model can recommend.
     *
     * @return their ids, in a fixed order
     */
    List<String> itemIds();

    /**
     * The items that a user rated.
     *
     * @param userId the application's own id
     * @return their ids; empty for a user it never saw
     */
    Set<String> ratedItems(String userId);

    /**
     * How many ratings of people an item had in training.
     *
     * @param itemId the application's own id
     * @return 0 for an item it never saw
     */
    int ratingCount(String itemId);

    /**
     * The variance of the error of a prediction of a new rating: what the model does not know and what nobody can.
     *
     * @param userId the application's own id, seen or not
     * @param itemId the application's own id, seen or not
     * @return a positive value in squared rating units, or nothing if the model has no notion of it
     */
    default OptionalDouble variance(String userId, String itemId) {
        return OptionalDouble.empty();
    }

    /**
     * What the model does not know of a user, in a form that tells what an answer would teach. Policies choose questions
     * by it.
     *
     * @param userId the application's own id, seen or not
     * @return the posterior, or nothing if the model's predictions are not linear in something unknown of the user
     */
    default Optional<LinearPosterior> linearPosterior(String userId) {
        return Optional.empty();
    }

    /**
     * The items with the highest predictions, without what the user rated.
     *
     * @param userId the application's own id, seen or not
     * @param n how many at most, 0 or more
     * @return best first; equal scores in the order of their ids
     */
    default List<Recommendation> recommend(String userId, int n) {
        Set<String> rated = ratedItems(userId);
        return recommend(userId, n, itemId -> !rated.contains(itemId));
    }

    /**
     * The items with the highest predictions among those that a filter lets through. What the user rated is let through
     * if the filter lets it.
     *
     * @param userId the application's own id, seen or not
     * @param n how many at most, 0 or more
     * @param filter says of an item whether it may be recommended
     * @return best first; equal scores in the order of their ids
     * @throws IllegalArgumentException if {@code n} is negative
     */
    default List<Recommendation> recommend(String userId, int n, Predicate<String> filter) {
        return TopItems.of(this, userId, n, filter);
    }

    /**
     * The best of some items, for hosts that choose the candidates themselves: what is in stock, what a search found.
     * What the user rated is left in. Costs O(candidates), however many items there are.
     *
     * @param userId the application's own id, seen or not
     * @param itemIds the candidates, seen or not; one that is named twice counts once
     * @param n how many at most, 0 or more
     * @return best first; equal scores in the order of their ids
     * @throws IllegalArgumentException if {@code n} is negative
     */
    default List<Recommendation> recommendAmong(String userId, Collection<String> itemIds, int n) {
        return TopItems.among(this, userId, itemIds, n);
    }

    /**
     * A view of this model that has learned new ratings of one user, seen or not, in closed form and without a refit.
     * They count beside what the model knew of the user; a rating of an item that the user rated before replaces the
     * old one. Predictions for all other users stay the same to the bit.
     *
     * @param userId whose ratings they are
     * @param ratings ratings by that user, on the scale; items that the model never saw are remembered as rated, and
     *     taken for average items
     * @return a new model that shares everything else with this one
     * @throws IllegalArgumentException if a rating is by another user or off the scale
     */
    RatingModel foldIn(String userId, Collection<Rating> ratings);

    /**
     * A view of this model that has learned new ratings of many users, each as by {@link #foldIn(String, Collection)}.
     *
     * @param ratings ratings by any users, in any order, on the scale; of two for one pair the later counts
     * @return a new model that shares everything else with this one
     * @throws IllegalArgumentException if a rating is off the scale
     */
    default RatingModel foldIn(Collection<Rating> ratings) {
        RatingModel view = this;
        for (Map.Entry<String, List<Rating>> user :
                UserHistories.byUser(ratings).entrySet()) {
            view = view.foldIn(user.getKey(), user.getValue());
        }
        return view;
    }

    /**
     * A view of this model that has learned new ratings of one item, seen or not, in closed form and without a refit:
     * the other side of {@link #foldIn(String, Collection)}. They count beside what the model knew of the item, a second
     * rating by one user replaces the first, and the item can be recommended from now on, though not to those who rated
     * it. Predictions for all other items stay the same to the bit: of their users, fold in anew those who should learn
     * from it too.
     *
     * @param itemId what they rate
     * @param ratings ratings of that item, on the scale; users that the model never saw are taken for average users
     * @return a new model that shares everything else with this one
     * @throws IllegalArgumentException if a rating is of another item or off the scale
     * @throws UnsupportedOperationException unless overridden: a model that learns nothing of items cannot take one in
     */
    default RatingModel foldInItem(String itemId, Collection<Rating> ratings) {
        throw new UnsupportedOperationException(
                "%s cannot fold in item '%s': override foldInItem(...), or fit again with its ratings"
                        .formatted(getClass().getSimpleName(), itemId));
    }
}
