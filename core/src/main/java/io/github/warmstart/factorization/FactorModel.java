// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.LinearPosterior;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.UserHistories;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MatrixFactorization} learned. Immutable and thread-safe. A prediction costs O(factors), a fold-in or the
 * first variance of a user O(ratings x factors^2 + factors^3).
 */
public final class FactorModel implements RatingModel {

    private final UserHistories histories;
    private final ItemPriors priors;
    private final BiasModel bias;
    private final Effects effects;
    private final FMatrixRMaj users;
    private final FMatrixRMaj items;
    private final DMatrixRMaj userPriorPrecision;
    private final ItemNoise itemNoise;
    private final List<String> itemIds;
    /** For each user folded in: effect first, then the vector. */
    private final Map<String, double[]> foldedIn;
    /** The last user whose variance was asked for: policies ask for one user after another. */
    private final AtomicReference<@Nullable NamedPosterior> lastPosterior = new AtomicReference<>();

    private record NamedPosterior(String userId, UserPosterior posterior) {}

    private record LinearUser(FactorModel model, UserPosterior posterior) implements LinearPosterior {
        @Override
        public int size() {
            return 1 + model.items.numCols;
        }

        @Override
        public double[] features(String itemId) {
            return model.features(model.histories.table().itemIndex(itemId));
        }

        @Override
        public double[] covariance() {
            return posterior.covariance().clone();
        }

        @Override
        public double noise(String itemId) {
            int item = model.histories.table().itemIndex(itemId);
            return model.itemNoise.of(item) + model.bias.itemMeanVariance(itemId);
        }
    }

    FactorModel(
            RatingTable table,
            ItemPriors priors,
            BiasModel bias,
            Effects effects,
            FMatrixRMaj users,
            FMatrixRMaj items) {
        this(
                UserHistories.of(table),
                priors,
                bias,
                effects,
                users,
                items,
                userPriorPrecision(table, bias, users),
                new ItemNoise(table, bias, effects, users, items),
                UserHistories.of(table).itemIds(priors),
                Map.of());
    }

    private FactorModel(
            UserHistories histories,
            ItemPriors priors,
            BiasModel bias,
            Effects effects,
            FMatrixRMaj users,
            FMatrixRMaj items,
            DMatrixRMaj userPriorPrecision,
            ItemNoise itemNoise,
            List<String> itemIds,
            Map<String, double[]> foldedIn) {
        this.histories = histories;
        this.priors = priors;
        this.bias = bias;
        this.effects = effects;
        this.users = users;
        this.items = items;
        this.userPriorPrecision = userPriorPrecision;
        this.itemNoise = itemNoise;
        this.itemIds = itemIds;
        this.foldedIn = foldedIn;
    }

    /**
     * The inverse of what users were like in training: their effects' variance, and the second moments of their vectors
     * with a tenth of a mean variance added, so that it exists when there are fewer users than factors.
     */
    private static DMatrixRMaj userPriorPrecision(RatingTable table, BiasModel bias, FMatrixRMaj users) {
        int factors = users.numCols;
        DMatrixRMaj moments = new DMatrixRMaj(factors, factors);
        int seen = 0;
        for (int user = 0; user < table.userCount(); user++) {
            if (table.userSize(user) > 0) {
                seen++;
                for (int a = 0; a < factors; a++) {
                    for (int b = 0; b < factors; b++) {
                        moments.data[a * factors + b] +=
                                (double) users.data[user * factors + a] * users.data[user * factors + b];
                    }
                }
            }
        }
        CommonOps_DDRM.divide(moments, Math.max(1, seen));
        double ridge = 0.1 * CommonOps_DDRM.trace(moments) / factors + 1e-9;
        for (int k = 0; k < factors; k++) {
            moments.data[k * factors + k] += ridge;
        }
        DMatrixRMaj inverse = new DMatrixRMaj(factors, factors);
        if (!CommonOps_DDRM.invert(moments, inverse)) {
            throw new IllegalStateException("the second moments of the users' vectors cannot be inverted");
        }
        DMatrixRMaj precision = new DMatrixRMaj(1 + factors, 1 + factors);
        precision.data[0] = 1 / bias.userVariance();
        CommonOps_DDRM.insert(inverse, precision, 1, 1);
        return precision;
    }

    @Override
    public RatingScale scale() {
        return histories.table().scale();
    }

    @Override
    public double predict(String userId, String itemId) {
        RatingTable table = histories.table();
        int item = table.itemIndex(itemId);
        double mean = item < 0 ? bias.itemMean(itemId) : effects.itemMeans[item];
        double[] folded = foldedIn.get(userId);
        if (folded != null) {
            double[] features = features(item);
            double sum = mean;
            for (int k = 0; k < features.length; k++) {
                sum += folded[k] * features[k];
            }
            return scale().clamp(sum);
        }
        int user = table.userIndex(userId);
        double effect = user < 0 ? 0 : effects.userEffects[user];
        boolean bothSeen = user >= 0 && item >= 0 && table.userSize(user) > 0 && table.itemSize(item) > 0;
        return scale().clamp(mean + effect + (bothSeen ? Effects.dot(users, user, items, item) : 0));
    }

    @Override
    public OptionalDouble variance(String userId, String itemId) {
        int item = histories.table().itemIndex(itemId);
        return OptionalDouble.of(
                lastPosterior(userId).variance(features(item)) + bias.itemMeanVariance(itemId) + effects.noise);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The features are {@code (1, q_i)}, and the noise is estimated for each item, as far as it was rated.
     */
    @Override
    public Optional<LinearPosterior> linearPosterior(String userId) {
        return Optional.of(new LinearUser(this, lastPosterior(userId)));
    }

    private UserPosterior lastPosterior(String userId) {
        NamedPosterior last = lastPosterior.get();
        if (last == null || !last.userId.equals(userId)) {
            last = new NamedPosterior(userId, posterior(histories, userId));
            lastPosterior.set(last);
        }
        return last.posterior;
    }

    @Override
    public boolean knowsUser(String userId) {
        return histories.knows(userId);
    }

    @Override
    public boolean knowsItem(String itemId) {
        return bias.knowsItem(itemId);
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
     * <p>Effect and vector become the posterior mean of a Bayesian linear regression on the fixed items, with the users
     * of the training as prior. For a user who was in the training, the same regression over the whole history takes the
     * place of what descent had found.
     */
    @Override
    public FactorModel foldIn(String userId, Collection<Rating> ratings) {
        UserHistories more = histories.with(userId, ratings);
        Map<String, double[]> folded = new LinkedHashMap<>(foldedIn);
        folded.put(userId, posterior(more, userId).mean().clone());
        return new FactorModel(
                more, priors, bias, effects, users, items, userPriorPrecision, itemNoise, itemIds, Map.copyOf(folded));
    }

    private UserPosterior posterior(UserHistories of, String userId) {
        UserPosterior posterior = new UserPosterior(userPriorPrecision);
        of.visit(userId, (itemId, itemIndex, value, weight) -> {
            double mean = itemIndex < 0 ? bias.itemMean(itemId) : effects.itemMeans[itemIndex];
            double noise = knowsItem(itemId) ? effects.noise : effects.noise + bias.itemVariance();
            posterior.add(features(itemIndex), value - mean, weight / noise);
        });
        return posterior.solve();
    }

    /** {@code (1, q_i)}; the vector of an item without rows is zero, since what it holds is its random start. */
    private double[] features(int item) {
        double[] features = new double[1 + items.numCols];
        features[0] = 1;
        if (item >= 0 && histories.table().itemSize(item) > 0) {
            for (int k = 0; k < items.numCols; k++) {
                features[1 + k] = items.data[item * items.numCols + k];
            }
        }
        return features;
    }
}
