// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * User effects and item means, with the variances that they were estimated under. Immutable and thread-safe; all
 * look-ups are O(1).
 */
public final class BiasModel implements RatingModel {

    private final UserHistories histories;
    private final ItemPriors priors;
    private final EffectsEstimator effects;
    private final List<String> itemIds;
    private final Map<String, Effect> foldedIn;

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
        this(histories, priors, effects, histories.itemIds(priors), Map.of());
    }

    private BiasModel(
            UserHistories histories,
            ItemPriors priors,
            EffectsEstimator effects,
            List<String> itemIds,
            Map<String, Effect> foldedIn) {
        this.histories = histories;
        this.priors = priors;
        this.effects = effects;
        this.itemIds = itemIds;
        this.foldedIn = foldedIn;
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
     * What an average user gives to an item that nothing is known of.
     *
     * @return a value in rating units
     */
    public double centre() {
        return effects.centre;
    }

    /**
     * How much more generous a user is than the average user.
     *
     * @param userId the application's own id
     * @return rating units; 0 for a user that was never seen
     */
    public double userEffect(String userId) {
        return user(userId).mean;
    }

    /**
     * How sure the model is of {@link #userEffect}.
     *
     * @param userId the application's own id
     * @return a positive variance; {@link #userVariance} for a user that was never seen
     */
    public double userEffectVariance(String userId) {
        return user(userId).variance;
    }

    /**
     * What an average user gives to an item.
     *
     * @param itemId the application's own id
     * @return rating units; the prior, or else the {@link #centre}, for an item that was never rated
     */
    public double itemMean(String itemId) {
        return item(itemId).mean;
    }

    /**
     * How sure the model is of {@link #itemMean}.
     *
     * @param itemId the application's own id
     * @return a positive variance; that of the prior, or {@link #itemVariance}, for an item that was never rated
     */
    public double itemMeanVariance(String itemId) {
        return item(itemId).variance;
    }

    @Override
    public RatingScale scale() {
        return histories.table().scale();
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
     * <p>All that is unknown of a user is the effect, which is in every rating alike.
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
        return priors.prior(itemId).isPresent()
                || (itemIndex >= 0 && histories.table().itemSize(itemIndex) > 0);
    }

    @Override
    public List<String> itemIds() {
        return itemIds;
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
     * <p>The user's effect becomes the posterior mean given all ratings of the user and the fixed item means. What is
     * not known of an item counts as noise of its rating.
     */
    @Override
    public BiasModel foldIn(String userId, Collection<Rating> ratings) {
        UserHistories more = histories.with(userId, ratings);
        double[] sums = {0, 1 / effects.userVariance};
        more.visit(userId, (itemId, itemIndex, value, weight) -> {
            Effect item = item(itemId);
            // an item of the table was fitted with this noise; a stranger brings its own uncertainty
            double noise = knowsItem(itemId) ? effects.noise : effects.noise + item.variance;
            sums[0] += weight * (value - item.mean) / noise;
            sums[1] += weight / noise;
        });
        Map<String, Effect> folded = new LinkedHashMap<>(foldedIn);
        folded.put(userId, new Effect(sums[0] / sums[1], 1 / sums[1]));
        return new BiasModel(more, priors, effects, itemIds, folded);
    }

    private Effect user(String userId) {
        @Nullable Effect folded = foldedIn.get(userId);
        if (folded != null) {
            return folded;
        }
        int userIndex = histories.table().userIndex(userId);
        return userIndex < 0
                ? new Effect(0, effects.userVariance)
                : new Effect(effects.userEffects[userIndex], effects.userVariances[userIndex]);
    }

    private Effect item(String itemId) {
        int itemIndex = histories.table().itemIndex(itemId);
        if (itemIndex >= 0) {
            return new Effect(effects.itemMeans[itemIndex], effects.itemVariances[itemIndex]);
        }
        return priors.prior(itemId)
                .map(prior -> new Effect(prior.mean(), prior.variance()))
                .orElseGet(() -> new Effect(effects.centre, effects.itemVariance));
    }
}
