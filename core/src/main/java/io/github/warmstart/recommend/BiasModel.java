// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.internal.history.PersistentMap;
import io.github.warmstart.internal.history.UserHistories;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Trained model of a {@link BiasRecommender}: user effects and item means, with the variances that they were estimated
 * under. Immutable and thread-safe; all look-ups are O(1).
 */
public final class BiasModel implements RatingModel {

    private final UserHistories histories;
    private final ItemPriors priors;
    private final EffectsEstimator effects;
    private final List<String> itemIds;
    private final PersistentMap<Effect> users;
    private final PersistentMap<Effect> items;

    /** An effect and the variance of its estimate. */
    private record Effect(double mean, double variance) {}

    private record EffectPosterior(BiasModel model, double variance) implements LinearPosterior {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public double[] features(String itemId) {
            return new double[] {1};
        }

        @Override
        public double[] covariance() {
            return new double[] {variance};
        }

        @Override
        public double noise(String itemId) {
            return model.effects.noise + model.item(itemId).variance;
        }
    }

    BiasModel(RatingTable table, ItemPriors priors, EffectsEstimator effects) {
        this(UserHistories.of(table), priors, effects);
    }

    private BiasModel(UserHistories histories, ItemPriors priors, EffectsEstimator effects) {
        this(
                histories,
                priors,
                effects,
                histories.itemIds(priors.all().keySet()),
                PersistentMap.empty(),
                PersistentMap.empty());
    }

    private BiasModel(
            UserHistories histories,
            ItemPriors priors,
            EffectsEstimator effects,
            List<String> itemIds,
            PersistentMap<Effect> users,
            PersistentMap<Effect> items) {
        this.histories = histories;
        this.priors = priors;
        this.effects = effects;
        this.itemIds = itemIds;
        this.users = users;
        this.items = items;
    }

    /**
     * The variance of one rating around the sum of user effect and item mean.
     *
     * @return a positive value in squared rating units
     */
    public double noiseVariance() {
        return effects.noise;
    }

    /**
     * The variance of user effects over users.
     *
     * @return a positive value in squared rating units
     */
    public double userVariance() {
        return effects.userVariance;
    }

    /**
     * The variance of item means over items without a prior.
     *
     * @return a positive value in squared rating units
     */
    public double itemVariance() {
        return effects.itemVariance;
    }

    /**
     * Rating that an average user gives to an unknown item.
     *
     * @return a value in rating units
     */
    public double centre() {
        return effects.centre;
    }

    /**
     * Difference of a user's ratings from those of the average user.
     *
     * @param userId the application's own id
     * @return rating units; 0 for a user that was never seen
     */
    public double userEffect(String userId) {
        return user(userId).mean;
    }

    /**
     * Posterior variance of {@link #userEffect}.
     *
     * @param userId the application's own id
     * @return a positive variance; {@link #userVariance} for a user that was never seen
     */
    public double userEffectVariance(String userId) {
        return user(userId).variance;
    }

    /**
     * Rating that an average user gives to an item.
     *
     * @param itemId the application's own id
     * @return rating units; the prior, or else the {@link #centre}, for an item that was never rated
     */
    public double itemMean(String itemId) {
        return item(itemId).mean;
    }

    /**
     * Posterior variance of {@link #itemMean}.
     *
     * @param itemId the application's own id
     * @return a positive variance; that of the prior, or {@link #itemVariance}, for an item that was never rated
     */
    public double itemMeanVariance(String itemId) {
        return item(itemId).variance;
    }

    @Override
    public RatingTable table() {
        return histories.table();
    }

    @Override
    public double predict(String userId, String itemId) {
        return scale().clamp(user(userId).mean + item(itemId).mean);
    }

    @Override
    public OptionalDouble variance(String userId, String itemId) {
        return OptionalDouble.of(user(userId).variance + item(itemId).variance + effects.noise);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The only unknown of a user is the effect, which is part of every rating.
     */
    @Override
    public Optional<LinearPosterior> linearPosterior(String userId) {
        return Optional.of(new EffectPosterior(this, user(userId).variance));
    }

    @Override
    public boolean knowsUser(String userId) {
        return histories.knows(userId);
    }

    @Override
    public boolean knowsItem(String itemId) {
        int itemIndex = histories.table().itemIndex(itemId);
        return histories.foldedInItem(itemId)
                || priors.prior(itemId).isPresent()
                || (itemIndex >= 0 && histories.table().itemSize(itemIndex) > 0);
    }

    @Override
    public List<String> itemIds() {
        return histories.itemIds(priors.all().keySet(), itemIds);
    }

    @Override
    public Set<String> ratedItems(String userId) {
        return histories.ratedItems(userId);
    }

    @Override
    public int ratingCount(String itemId) {
        return histories.ratingCount(itemId);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The user's effect becomes the posterior mean given all ratings of the user and the fixed item means. The
     * variance of an item without a rating in training counts as noise of its rating.
     */
    @Override
    public BiasModel foldIn(String userId, Collection<Rating> ratings) {
        UserHistories more = histories.with(userId, ratings);
        double[] sums = {0, 1 / effects.userVariance};
        more.visit(userId, (itemId, itemIndex, value, weight) -> {
            Effect item = item(itemId);
            // a rated item of the table was fitted with this noise; any other adds its own variance
            boolean fitted = itemIndex >= 0 && more.table().itemSize(itemIndex) > 0;
            double noise = fitted ? effects.noise : effects.noise + item.variance;
            sums[0] += weight * (value - item.mean) / noise;
            sums[1] += weight / noise;
        });
        Effect folded = new Effect(sums[0] / sums[1], 1 / sums[1]);
        return new BiasModel(more, priors, effects, itemIds, users.with(userId, folded), items);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The item's mean becomes the posterior mean given all ratings of the item and the fixed user effects, with the
     * prior that the item had in training. The variance of a user without a rating in training counts as noise.
     */
    @Override
    public BiasModel foldInItem(String itemId, Collection<Rating> ratings) {
        UserHistories more = histories.withItem(itemId, ratings);
        Effect prior = prior(itemId);
        double[] sums = {prior.mean / prior.variance, 1 / prior.variance};
        more.visitItem(itemId, (userId, userIndex, value, weight) -> {
            Effect user = user(userId);
            boolean fitted = userIndex >= 0 && more.table().userSize(userIndex) > 0;
            double noise = fitted ? effects.noise : effects.noise + user.variance;
            sums[0] += weight * (value - user.mean) / noise;
            sums[1] += weight / noise;
        });
        Effect folded = new Effect(sums[0] / sums[1], 1 / sums[1]);
        return new BiasModel(more, priors, effects, itemIds, users, items.with(itemId, folded));
    }

    private Effect user(String userId) {
        Effect folded = users.get(userId);
        if (folded != null) {
            return folded;
        }
        int userIndex = histories.table().userIndex(userId);
        return userIndex < 0
                ? new Effect(0, effects.userVariance)
                : new Effect(effects.userEffects[userIndex], effects.userVariances[userIndex]);
    }

    private Effect item(String itemId) {
        Effect folded = items.get(itemId);
        if (folded != null) {
            return folded;
        }
        int itemIndex = histories.table().itemIndex(itemId);
        return itemIndex >= 0
                ? new Effect(effects.itemMeans[itemIndex], effects.itemVariances[itemIndex])
                : prior(itemId);
    }

    /** Prior of an item. */
    private Effect prior(String itemId) {
        return priors.prior(itemId)
                .map(prior -> new Effect(prior.mean(), prior.variance()))
                .orElseGet(() -> new Effect(effects.centre, effects.itemVariance));
    }
}
