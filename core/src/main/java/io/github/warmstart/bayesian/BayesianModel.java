// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import io.github.warmstart.internal.history.UserHistories;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Trained model of a {@link BayesianFactorization}: samples of its chain, over which every prediction is the mean.
 * Immutable and thread-safe.
 *
 * <p>A prediction or a variance costs O(samples x factors); for a user or an item without ratings also
 * O(samples x factors x attributes). A fold-in costs O(samples x (ratings x factors^2 + factors^3)). Memory is
 * 4 bytes x samples x (users + items) x (factors + 2).
 */
public final class BayesianModel implements RatingModel {

    private final UserHistories histories;
    private final ItemPriors priors;
    private final FoldInPosterior posterior;
    private final SamplingSummary summary;
    private final List<String> itemIds;
    private final Map<String, EntitySamples> foldedIn;
    /** The last requested user: recommending and exploring request many items of one user. */
    private final AtomicReference<@Nullable LastUser> lastUser = new AtomicReference<>();

    private record LastUser(String userId, EntitySamples samples) {}

    BayesianModel(UserHistories histories, ItemPriors priors, FoldInPosterior posterior, SamplingSummary summary) {
        this(
                histories,
                priors,
                posterior,
                summary,
                histories.itemIds(priors.all().keySet()),
                Map.of());
    }

    private BayesianModel(
            UserHistories histories,
            ItemPriors priors,
            FoldInPosterior posterior,
            SamplingSummary summary,
            List<String> itemIds,
            Map<String, EntitySamples> foldedIn) {
        this.histories = histories;
        this.priors = priors;
        this.posterior = posterior;
        this.summary = summary;
        this.itemIds = itemIds;
        this.foldedIn = foldedIn;
    }

    /**
     * Summary of the sampling.
     *
     * @return the summary of the fit; fold-ins do not change it
     */
    public SamplingSummary summary() {
        return summary;
    }

    /**
     * Number of samples, which is that of draws of each prediction.
     *
     * @return 1 or more
     */
    public int sampleCount() {
        return posterior.size();
    }

    /**
     * Draws of the expected rating of a pair from the posterior, without the noise of a single rating. Draw s of one
     * pair and draw s of another belong to the same sample, so choosing the best item of one draw is Thompson sampling.
     * A user or an item without ratings is drawn from its population, depending on the seed and the id only.
     *
     * @param userId the application's own id, seen or not
     * @param itemId the application's own id, seen or not
     * @return a new array of {@link #sampleCount} values on the scale
     */
    public double[] samplePredictions(String userId, String itemId) {
        EntitySamples user = user(userId);
        EntitySamples item = posterior.item(itemId);
        double[] predictions = new double[posterior.size()];
        for (int sample = 0; sample < predictions.length; sample++) {
            predictions[sample] = scale().clamp(posterior.draw(user, item, sample));
        }
        return predictions;
    }

    @Override
    public RatingTable table() {
        return histories.table();
    }

    @Override
    public double predict(String userId, String itemId) {
        return scale().clamp(posterior.mean(user(userId), posterior.item(itemId)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The sum of the variance over samples, the population variance of a user or an item without ratings, and the
     * noise of this user's and this item's ratings. Never empty.
     */
    @Override
    public OptionalDouble variance(String userId, String itemId) {
        return OptionalDouble.of(posterior.variance(user(userId), posterior.item(itemId)));
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
     * <p>In each sample the user's vector and noise are drawn given the whole history and the sample's items, as the
     * sampler would. The draws depend on the seed and the user's id only.
     */
    @Override
    public BayesianModel foldIn(String userId, Collection<Rating> ratings) {
        UserHistories more = histories.with(userId, ratings);
        Map<String, EntitySamples> folded = new LinkedHashMap<>(foldedIn);
        folded.put(userId, posterior.foldIn(more, userId));
        return new BayesianModel(more, priors, posterior, summary, itemIds, folded);
    }

    private EntitySamples user(String userId) {
        EntitySamples folded = foldedIn.get(userId);
        if (folded != null) {
            return folded;
        }
        LastUser last = lastUser.get();
        if (last == null || !last.userId.equals(userId)) {
            last = new LastUser(userId, posterior.user(userId));
            lastUser.set(last);
        }
        return last.samples;
    }

    /**
     * Summary of the sampling of a {@link BayesianModel}.
     *
     * @param factors the length of a vector, chosen by the size of the table unless set
     * @param sweeps number of sweeps, burn-in and extensions included
     * @param samples number of samples kept for predictions
     * @param splitRHat the potential scale reduction of the predictions of up to 100 pairs, pooled: near 1 if the chain has
     *     converged
     * @param converged whether that is 1.1 or less; if not, more burn-in or sweeps improve the model
     * @param noiseDeviation the typical standard deviation of a rating around its expectation, in rating units
     * @param tasteDeviation the standard deviation of the contribution of the factors to the rating of a random pair, in
     *     rating units
     * @param trainingRmse the mean training error of single samples, in rating units
     */
    public record SamplingSummary(
            int factors,
            int sweeps,
            int samples,
            double splitRHat,
            boolean converged,
            double noiseDeviation,
            double tasteDeviation,
            double trainingRmse) {}
}
