// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.internal.ranking.TopN;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Trained model of an {@link ImplicitFactorization}. Immutable and thread-safe. A score costs O(factors), a
 * recommendation O(items x (factors + log n)), a fold-in O(the user's items x factors^2 + factors^3).
 */
public final class ImplicitModel {

    private final StrengthMatrix interactions;
    private final ImplicitFactorization options;
    private final ImplicitTrainer.Penalty userPenalty;
    private final double[] users;
    private final double[] items;
    private final double[] itemGram;
    /** Mean vector of all users, used for users never seen. */
    private final double[] averageUser;

    private final Map<String, Newcomer> foldedIn;

    /** A user with interactions since training: all of them by item, those of the training included. */
    private static final class Newcomer {
        final Map<String, Double> strengths;
        final double[] vector;

        Newcomer(Map<String, Double> strengths, double[] vector) {
            this.strengths = strengths;
            this.vector = vector;
        }
    }

    ImplicitModel(
            StrengthMatrix interactions, ImplicitFactorization options, ImplicitTrainer trained, double[] itemGram) {
        this.interactions = interactions;
        this.options = options;
        userPenalty = trained.userPenalty;
        users = trained.users;
        items = trained.items;
        this.itemGram = itemGram;
        foldedIn = Map.of();
        averageUser = new double[options.factors()];
        int count = Math.max(1, interactions.userIds.size());
        for (int k = 0; k < users.length; k++) {
            averageUser[k % averageUser.length] += users[k] / count;
        }
    }

    private ImplicitModel(ImplicitModel before, Map<String, Newcomer> foldedIn) {
        interactions = before.interactions;
        options = before.options;
        userPenalty = before.userPenalty;
        users = before.users;
        items = before.items;
        itemGram = before.itemGram;
        averageUser = before.averageUser;
        this.foldedIn = foldedIn;
    }

    /**
     * Score of an item for a user: near 1 for likely interactions, near 0 for unlikely ones. It is neither a rating nor
     * a probability, and may be outside of 0 and 1.
     *
     * @param userId the application's own id; a user never seen gets the scores of the average user
     * @param itemId the application's own id
     * @return a finite score; 0 for an item that was never seen
     */
    public double score(String userId, String itemId) {
        Integer item = interactions.itemIndices.get(itemId);
        return item == null ? 0 : score(vectors(userId), offset(userId), item);
    }

    private double score(double[] vectors, int offset, int item) {
        int factors = averageUser.length;
        return Vectors.dot(vectors, offset, items, item * factors, factors);
    }

    /** The array that holds the user's vector. */
    private double[] vectors(String userId) {
        Newcomer newcomer = foldedIn.get(userId);
        if (newcomer != null) {
            return newcomer.vector;
        }
        return interactions.userIndices.containsKey(userId) ? users : averageUser;
    }

    /** Where the user's vector begins in that array. */
    private int offset(String userId) {
        return foldedIn.containsKey(userId) ? 0 : interactions.userIndices.getOrDefault(userId, 0) * averageUser.length;
    }

    /**
     * Whether the model has interactions of a user.
     *
     * @param userId the application's own id
     * @return false for a user it never saw
     */
    public boolean knowsUser(String userId) {
        return foldedIn.containsKey(userId) || interactions.userIndices.containsKey(userId);
    }

    /**
     * Whether the model has interactions of an item.
     *
     * @param itemId the application's own id
     * @return false for an item it never saw
     */
    public boolean knowsItem(String itemId) {
        return interactions.itemIndices.containsKey(itemId);
    }

    /**
     * The items that the model can recommend.
     *
     * @return their ids, in a fixed order
     */
    public List<String> itemIds() {
        return interactions.itemIds;
    }

    /**
     * The items that a user interacted with, in training or in fold-ins.
     *
     * @param userId the application's own id
     * @return their ids; empty for a user that was never seen
     */
    public Set<String> itemsOf(String userId) {
        Newcomer newcomer = foldedIn.get(userId);
        if (newcomer != null) {
            return Collections.unmodifiableSet(newcomer.strengths.keySet());
        }
        Integer user = interactions.userIndices.get(userId);
        return user == null ? Set.of() : new LinkedHashSet<>(interactions.itemsOf(user));
    }

    /**
     * The items with the highest scores, without those that the user interacted with.
     *
     * @param userId the application's own id; a user never seen gets those of the average user
     * @param n how many at most, 0 or more
     * @return best first; equal scores in the order of their ids
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<ScoredItem> recommend(String userId, int n) {
        Set<String> met = itemsOf(userId);
        return recommend(userId, n, itemId -> !met.contains(itemId));
    }

    /**
     * The items with the highest scores among those that a filter accepts, seen by the user or not.
     *
     * @param userId the application's own id; a user never seen gets those of the average user
     * @param n how many at most, 0 or more
     * @param filter whether an item may be recommended
     * @return best first; equal scores in the order of their ids
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<ScoredItem> recommend(String userId, int n, Predicate<String> filter) {
        double[] vectors = vectors(userId);
        int offset = offset(userId);
        TopN<ScoredItem> best = new TopN<>(n);
        for (int item = 0; n > 0 && item < interactions.itemIds.size(); item++) {
            double score = score(vectors, offset, item);
            String itemId = interactions.itemIds.get(item);
            if (best.wants(score, itemId) && filter.test(itemId)) {
                best.add(score, itemId, new ScoredItem(itemId, score));
            }
        }
        return best.bestFirst();
    }

    /**
     * A view of this model that has learned new interactions of a user, in closed form and without a refit. Strengths
     * are added to those that the model knew. For a user whose interactions were all in the training, the result is the
     * trained vector. Scores of all other users stay the same to the bit.
     *
     * @param userId the application's own id, seen or not, not blank
     * @param strengths strength of each interaction, finite and 0 or more; items that the model never saw are
     *     remembered but do not change the vector
     * @return a new model that shares everything else with this one
     * @throws IllegalArgumentException if the id is blank, or a strength negative or not finite
     */
    public ImplicitModel foldIn(String userId, Map<String, Double> strengths) {
        if (userId.isBlank()) {
            throw new IllegalArgumentException("userId must not be blank, but was '%s'".formatted(userId));
        }
        Map<String, Double> all = new LinkedHashMap<>(history(userId));
        strengths.forEach((itemId, strength) -> {
            StrengthMatrix.checkStrength(strength);
            if (strength > 0) {
                all.merge(itemId, strength, Double::sum);
            }
        });
        ImplicitTrainer.OneVector one =
                new ImplicitTrainer.OneVector(averageUser.length, itemGram, options.unseenWeight());
        double sum = 0;
        for (Map.Entry<String, Double> entry : all.entrySet()) {
            Integer item = interactions.itemIndices.get(entry.getKey());
            if (item != null) {
                one.add(items, item, entry.getValue());
                sum += entry.getValue();
            }
        }
        // no known item: the average user
        double[] vector =
                sum == 0 ? averageUser : one.solve(userPenalty.of(sum)).clone();
        Map<String, Newcomer> more = new LinkedHashMap<>(foldedIn);
        more.put(userId, new Newcomer(all, vector));
        return new ImplicitModel(this, more);
    }

    private Map<String, Double> history(String userId) {
        Newcomer newcomer = foldedIn.get(userId);
        if (newcomer != null) {
            return newcomer.strengths;
        }
        Map<String, Double> history = new LinkedHashMap<>();
        for (String itemId : itemsOf(userId)) {
            history.put(itemId, interactions.strength(userId, itemId));
        }
        return history;
    }

    /**
     * Recommended item and its score.
     *
     * @param itemId the application's own id
     * @param score fit of the item: comparable for one user, usually between 0 and 1, but not a probability
     */
    public record ScoredItem(String itemId, double score) {}
}
