// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.internal.history.UserHistories;
import io.github.warmstart.internal.ranking.TopN;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Trained model of a {@link Recommender}: predicts ratings, recommends items, takes in new users. Immutable and
 * thread-safe.
 *
 * <p>A host's own model implements {@link #predict} and {@link #table}; all else has a default that reads the training
 * table. Override {@link #itemIds} if the model can recommend other items than those of the table, {@link #variance} or
 * {@link #linearPosterior} if it knows its uncertainty, and {@link #foldIn(String, Collection)} if it can learn new
 * ratings without training again; a model that overrides a fold-in overrides {@link #knowsUser}, {@link #ratedItems} and
 * {@link #ratingCount} too.
 */
public interface RatingModel {

    /**
     * The predicted rating of a user for an item. Users and items that the model never saw get what the model knows of
     * their kind, so the answer is always finite and on the scale; {@link #knowsUser} and {@link #knowsItem} distinguish
     * a prediction from a fallback.
     *
     * @param userId the application's own id, seen or not
     * @param itemId the application's own id, seen or not
     * @return a finite value on the scale
     */
    double predict(String userId, String itemId);

    /**
     * The table that the model was trained on. Fold-ins do not change it.
     *
     * @return the table that was given to {@link Recommender#fit(RatingTable)}, or one derived from it
     */
    RatingTable table();

    /**
     * The scale that predictions are on.
     *
     * @return the scale of the table unless overridden
     */
    default RatingScale scale() {
        return table().scale();
    }

    /**
     * Whether the model learned anything about a user, from ratings or from pseudo ratings.
     *
     * @param userId the application's own id
     * @return false for a user it never saw; unless overridden, whether the table has a row of the user
     */
    default boolean knowsUser(String userId) {
        int user = table().userIndex(userId);
        return user >= 0 && table().userSize(user) > 0;
    }

    /**
     * Whether the model learned anything about an item, from ratings, pseudo ratings or a prior.
     *
     * @param itemId the application's own id
     * @return false for an item it never saw; unless overridden, whether the table has a row of the item
     */
    default boolean knowsItem(String itemId) {
        int item = table().itemIndex(itemId);
        return item >= 0 && table().itemSize(item) > 0;
    }

    /**
     * The items that the model can recommend.
     *
     * @return their ids, in a fixed order; unless overridden, the items of the table that have a row
     */
    default List<String> itemIds() {
        RatingTable table = table();
        List<String> itemIds = new ArrayList<>();
        for (int item = 0; item < table.itemCount(); item++) {
            if (table.itemSize(item) > 0) {
                itemIds.add(table.itemId(item));
            }
        }
        return itemIds;
    }

    /**
     * The items that a user rated. Pseudo ratings do not count.
     *
     * @param userId the application's own id
     * @return their ids; empty for a user it never saw; unless overridden, those of the table
     */
    default Set<String> ratedItems(String userId) {
        RatingTable table = table();
        Set<String> rated = new LinkedHashSet<>();
        int user = table.userIndex(userId);
        for (int row = user < 0 ? 0 : table.userStart(user); user >= 0 && row < table.userEnd(user); row++) {
            if (!table.pseudo(row)) {
                rated.add(table.itemId(table.item(row)));
            }
        }
        return rated;
    }

    /**
     * Number of real ratings of an item in training.
     *
     * @param itemId the application's own id
     * @return 0 for an item it never saw; unless overridden, counted in the table at O(ratings of the item)
     */
    default int ratingCount(String itemId) {
        RatingTable table = table();
        int item = table.itemIndex(itemId);
        int count = 0;
        for (int position = 0; item >= 0 && position < table.itemSize(item); position++) {
            count += table.pseudo(table.itemRow(item, position)) ? 0 : 1;
        }
        return count;
    }

    /**
     * The variance of the error of a prediction of a new rating: uncertainty of the model plus the noise of a rating.
     *
     * @param userId the application's own id, seen or not
     * @param itemId the application's own id, seen or not
     * @return a positive value in squared rating units; empty if the model does not estimate it, as by default
     */
    default OptionalDouble variance(String userId, String itemId) {
        return OptionalDouble.empty();
    }

    /**
     * The model's uncertainty about a user, in a form that shows how much an answer would reduce it. Policies choose
     * questions by it.
     *
     * @param userId the application's own id, seen or not
     * @return the posterior; empty if the model's predictions are not linear in an unknown of the user, as by default
     */
    default Optional<LinearPosterior> linearPosterior(String userId) {
        return Optional.empty();
    }

    /**
     * The items with the highest predictions, without those that the user rated.
     *
     * @param userId the application's own id, seen or not
     * @param n how many at most, 0 or more
     * @return best first; equal scores in the order of their ids; unmodifiable
     * @throws IllegalArgumentException if {@code n} is negative
     */
    default List<Recommendation> recommend(String userId, int n) {
        Set<String> rated = ratedItems(userId);
        return recommend(userId, n, itemId -> !rated.contains(itemId));
    }

    /**
     * The items with the highest predictions among those that a filter accepts. Items that the user rated are included
     * if the filter accepts them.
     *
     * @param userId the application's own id, seen or not
     * @param n how many at most, 0 or more
     * @param filter whether an item may be recommended
     * @return best first; equal scores in the order of their ids; unmodifiable
     * @throws IllegalArgumentException if {@code n} is negative
     */
    default List<Recommendation> recommend(String userId, int n, Predicate<String> filter) {
        return best(userId, n, n == 0 ? List.of() : itemIds(), filter);
    }

    /**
     * The best of some items, for hosts that choose the candidates themselves: items in stock, results of a search.
     * Items that the user rated are included. Costs O(candidates), however many items there are.
     *
     * @param userId the application's own id, seen or not
     * @param itemIds the candidates, seen or not; one that is named twice counts once
     * @param n how many at most, 0 or more
     * @return best first; equal scores in the order of their ids; unmodifiable
     * @throws IllegalArgumentException if {@code n} is negative
     */
    default List<Recommendation> recommendAmong(String userId, Collection<String> itemIds, int n) {
        return best(userId, n, n == 0 ? List.of() : new LinkedHashSet<>(itemIds), itemId -> true);
    }

    private List<Recommendation> best(String userId, int n, Collection<String> itemIds, Predicate<String> filter) {
        TopN<Recommendation> best = new TopN<>(n);
        for (String itemId : itemIds) {
            if (filter.test(itemId)) {
                double score = predict(userId, itemId);
                if (best.wants(score, itemId)) {
                    best.add(score, itemId, new Recommendation(itemId, score, ratingCount(itemId)));
                }
            }
        }
        return best.bestFirst();
    }

    /**
     * A view of this model that has learned new ratings of one user, seen or not, in closed form and without a refit.
     * They are added to what the model knew of the user; a rating of an item that the user rated before replaces the
     * old one. Predictions for all other users stay the same to the bit.
     *
     * @param userId the user who gave the ratings
     * @param ratings ratings by that user, on the scale; items that the model never saw are remembered as rated, and
     *     treated as average items
     * @return a new model that shares everything else with this one
     * @throws IllegalArgumentException if a rating is by another user or off the scale
     * @throws UnsupportedOperationException unless overridden
     */
    default RatingModel foldIn(String userId, Collection<Rating> ratings) {
        throw new UnsupportedOperationException(
                "%s cannot fold in user '%s': override foldIn(...), or fit again with the user's ratings"
                        .formatted(getClass().getSimpleName(), userId));
    }

    /**
     * A view of this model that has learned new ratings of many users, each as by {@link #foldIn(String, Collection)}.
     *
     * @param ratings ratings by any users, in any order, on the scale; of two for one pair the later counts
     * @return a new model that shares everything else with this one
     * @throws IllegalArgumentException if a rating is off the scale
     * @throws UnsupportedOperationException if there are ratings and the model cannot fold in a user
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
     * the counterpart of {@link #foldIn(String, Collection)} for items. The ratings are added to what the model knew of
     * the item, a second rating by one user replaces the first, and the item can be recommended from now on, except to
     * those who rated it. Predictions for all other items stay the same to the bit: to update the users who rated the
     * item, fold them in again.
     *
     * @param itemId the rated item
     * @param ratings ratings of that item, on the scale; users that the model never saw are treated as average users
     * @return a new model that shares everything else with this one
     * @throws IllegalArgumentException if a rating is of another item or off the scale
     * @throws UnsupportedOperationException unless overridden
     */
    default RatingModel foldInItem(String itemId, Collection<Rating> ratings) {
        throw new UnsupportedOperationException(
                "%s cannot fold in item '%s': override foldInItem(...), or fit again with its ratings"
                        .formatted(getClass().getSimpleName(), itemId));
    }
}
