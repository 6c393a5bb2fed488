// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.linear.ItemNoise;
import io.github.warmstart.internal.linear.ItemUncertainty;
import io.github.warmstart.internal.linear.Lazy;
import io.github.warmstart.internal.linear.VectorPrior;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.ItemPriors;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Result of a training, and values derived from it: shared by all views of a {@code FactorModel}. Values that only some
 * hosts need are computed at the first request. Immutable, thread-safe.
 */
public final class LearnedFactors {

    public final RatingTable table;
    public final ItemPriors priors;
    public final BiasModel bias;
    final BiasTerms effects;
    final FMatrixRMaj users;
    final FMatrixRMaj items;
    /** The variance of a user's effect before any rating. */
    final double userVariance;

    private final double[] zero;
    private final Lazy<VectorPrior> userPrior;
    private final Lazy<VectorPrior> itemPrior;
    private final Lazy<ItemNoise> noise;
    private final Lazy<double[]> weights;
    private final Lazy<ItemUncertainty> itemUncertainty;
    private final Lazy<VarianceCalibration> calibration;

    /** @param refit trains again for the calibration of variances; null if variances are not calibrated */
    public LearnedFactors(
            RatingTable table,
            ItemPriors priors,
            BiasModel bias,
            BiasTerms effects,
            FMatrixRMaj users,
            FMatrixRMaj items,
            VarianceCalibration.@Nullable Refit refit) {
        this.table = table;
        this.priors = priors;
        this.bias = bias;
        this.effects = effects;
        this.users = users;
        this.items = items;
        userVariance = bias.userVariance();
        zero = new double[items.numCols];
        userPrior = new Lazy<>(() -> VectorPrior.of(users, user -> table.userSize(user) > 0));
        itemPrior = new Lazy<>(() -> VectorPrior.of(items, item -> table.itemSize(item) > 0));
        weights = new Lazy<>(() -> weights(table));
        noise = new Lazy<>(() -> new ItemNoise(table, bias, effects, users, items));
        itemUncertainty = new Lazy<>(() -> new ItemUncertainty(userPrior(), itemPrior()));
        calibration = new Lazy<>(
                () -> refit == null ? VarianceCalibration.NONE : VarianceCalibration.bySecondTraining(table, refit));
    }

    public int factors() {
        return items.numCols;
    }

    /** Prior of user vectors. */
    VectorPrior userPrior() {
        return userPrior.get();
    }

    /** Prior of item vectors. */
    VectorPrior itemPrior() {
        return itemPrior.get();
    }

    ItemUncertainty itemUncertainty() {
        return itemUncertainty.get();
    }

    /** Calibration of variances by the errors of a second training. */
    public VarianceCalibration calibration() {
        return calibration.get();
    }

    /** Whether an item has a trained vector: one without rows holds its random start. */
    boolean ratedItem(int item) {
        return item >= 0 && table.itemSize(item) > 0;
    }

    boolean ratedUser(int user) {
        return user >= 0 && table.userSize(user) > 0;
    }

    /** The vector of an item, zero if it has none; not to be modified. */
    double[] itemVector(int item) {
        return ratedItem(item) ? Vectors.row(items, item) : zero;
    }

    double[] userVector(int user) {
        return ratedUser(user) ? Vectors.row(users, user) : zero;
    }

    double userEffect(int user) {
        return user < 0 ? 0 : effects.userEffects[user];
    }

    /** Rating that an average user gives to an item. */
    double itemMean(String itemId, int item) {
        return item < 0 ? bias.itemMean(itemId) : effects.itemMeans[item];
    }

    /** Prior mean of an item. */
    double priorMean(String itemId) {
        return priors.prior(itemId).map(ItemPriors.Prior::mean).orElse(bias.centre());
    }

    double priorVariance(String itemId) {
        return priors.prior(itemId).map(ItemPriors.Prior::variance).orElse(bias.itemVariance());
    }

    /** The variance of a rating of an item around its prediction. */
    public double noise(int item) {
        return noise.get().of(item);
    }

    /** The summed weight of an item's rows over their noise. */
    double information(int item) {
        if (!ratedItem(item)) {
            return 0;
        }
        return weights.get()[item] / noise(item);
    }

    private static double[] weights(RatingTable table) {
        double[] weights = new double[table.itemCount()];
        for (int row = 0; row < table.size(); row++) {
            weights[table.item(row)] += table.weight(row);
        }
        return weights;
    }

    /**
     * The variance of an item's mean and of its vector's product with a user's.
     *
     * @param projections squared projections of the user's vector
     */
    double itemVariance(String itemId, int item, double[] projections) {
        return bias.itemMeanVariance(itemId) + itemUncertainty().variance(projections, information(item));
    }
}
