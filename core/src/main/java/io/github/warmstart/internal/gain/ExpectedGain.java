// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gain;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.LinearPosterior;
import io.github.warmstart.recommend.RatingModel;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/**
 * Expected reduction of the mean squared error of a prediction for a cold user by answers, in squared rating units: one
 * measure for all kinds of questions, so that they can be compared.
 *
 * <p>The mean is over cold users and over items by their exposure {@code pi_i}, the share of ratings that an item has,
 * with one rating added to each. All gains are differences of variances under normal models, which do not depend on the
 * answers.
 *
 * <p>For one thread. Construction costs O(items + cold users).
 */
public final class ExpectedGain {

    private final RatingTable table;
    private final BiasModel bias;
    private final double exposure;
    private final int items;
    private final double squaredError;
    /** Questions about several users use the same model. */
    private @Nullable RatingModel lastModel;

    private @Nullable ExposureTarget lastTarget;

    private ExpectedGain(RatingTable table, BiasModel bias, double exposure, int items, double squaredError) {
        this.table = table;
        this.bias = bias;
        this.exposure = exposure;
        this.items = items;
        this.squaredError = squaredError;
    }

    /**
     * The measure for the present ratings.
     *
     * @param table the ratings
     * @param bias item means and user effects with their variances
     * @param itemIds the items besides those of the table
     * @param coldUsers users whose predictions count; if empty, those of an unknown user
     * @return the measure
     */
    public static ExpectedGain of(
            RatingTable table, BiasModel bias, Collection<String> itemIds, Collection<String> coldUsers) {
        Set<String> all = new LinkedHashSet<>(itemIds);
        for (int item = 0; item < table.itemCount(); item++) {
            all.add(table.itemId(item));
        }
        double exposure = 0;
        double itemVariance = 0;
        for (String itemId : all) {
            double weight = AudienceRanking.exposure(table, itemId);
            exposure += weight;
            itemVariance += weight * bias.itemMeanVariance(itemId);
        }
        double userVariance = coldUsers.stream()
                .mapToDouble(bias::userEffectVariance)
                .average()
                .orElse(bias.userVariance());
        double items = exposure > 0 ? itemVariance / exposure : 0;
        return new ExpectedGain(table, bias, exposure, all.size(), bias.noiseVariance() + userVariance + items);
    }

    /**
     * The present expected mean squared error: the variances of user effects and item means, and the noise around both.
     * Tastes count as noise here.
     *
     * @return a positive value in squared rating units
     */
    public double squaredError() {
        return squaredError;
    }

    /**
     * Gain of signals about the means of some items: {@code sum_i pi_i v_i^2 / (v_i + t^2)}, where v is the variance of
     * a mean, and t^2 that of a signal (conjugate normal updating).
     *
     * @param itemIds the items asked about
     * @param signalVariance variance of a signal around the mean, 0 or more
     * @return 0 or more, in squared rating units
     */
    public double ofAudience(Collection<String> itemIds, double signalVariance) {
        double gain = 0;
        for (String itemId : itemIds) {
            gain += AudienceRanking.gain(table, bias, itemId, signalVariance);
        }
        return exposure > 0 ? gain / exposure : 0;
    }

    /**
     * The same for new items of unknown exposure, which get that of the average item.
     *
     * @param itemIds the items asked about
     * @param signalVariance variance of a signal around the mean, 0 or more
     * @return 0 or more, in squared rating units
     */
    public double ofNewItems(Collection<String> itemIds, double signalVariance) {
        double gain = 0;
        for (String itemId : itemIds) {
            double variance = bias.itemMeanVariance(itemId);
            gain += variance * variance / (variance + signalVariance);
        }
        return items > 0 ? gain / items : 0;
    }

    /**
     * Gain of answers about one user for that user's mean squared error: {@code trace(A'G^-1 A)} with
     * {@code A = F S B}, {@code G = F S F' + diag(s_i + t) + c 11'}, where the rows of F are the features of the items,
     * S is the posterior covariance of the user, {@code B B' = sum_j pi_j f_j f_j'}, s is the noise of ratings and
     * {@code t = s (1 - w) / w} that of an answer of w effective ratings: the reduction of the average variance that
     * {@code ExpectedVarianceReduction} chooses by, for all answers at once.
     *
     * <p>Calibration removes the mean of all answers about a user with ratings. The gain does so by a shared error of
     * variance c, the squared length of the scale; c is 0 for a user without ratings, and for a model of effects only.
     * Other errors are assumed independent. A model without a linear posterior is treated as user effects and item
     * means.
     *
     * <p>O(items x size^2 + items^3), and O(all items x size^2 + size^3) once a model.
     *
     * @param model the present model
     * @param userId the user asked about
     * @param itemIds the items asked about, each once
     * @param effectiveRatings effective ratings of an answer, above 0 and at most 1
     * @return 0 or more, in squared rating units
     */
    public double ofUser(RatingModel model, String userId, List<String> itemIds, double effectiveRatings) {
        LinearPosterior known = model.linearPosterior(userId).orElse(null);
        RatingModel seen = known == null ? bias : model;
        LinearPosterior posterior = known == null ? bias.linearPosterior(userId).orElseThrow() : known;
        ExposureTarget target = target(seen, posterior, itemIds);
        int count = itemIds.size();
        int size = posterior.size();
        if (count == 0 || target.root.length == 0) {
            return 0;
        }
        DMatrixRMaj features = new DMatrixRMaj(count, size);
        for (int item = 0; item < count; item++) {
            System.arraycopy(posterior.features(itemIds.get(item)), 0, features.data, item * size, size);
        }
        DMatrixRMaj spread = new DMatrixRMaj(count, size);
        CommonOps_DDRM.mult(features, new DMatrixRMaj(size, size, true, posterior.covariance()), spread);
        DMatrixRMaj answers = new DMatrixRMaj(count, count);
        CommonOps_DDRM.multTransB(spread, features, answers);
        int user = table.userIndex(userId);
        boolean level = size == 1 || user < 0 || table.userSize(user) == 0;
        if (!level) {
            CommonOps_DDRM.add(answers, table.scale().length() * table.scale().length());
        }
        double signalNoise = target.noise * (1 - effectiveRatings) / effectiveRatings;
        for (int item = 0; item < count; item++) {
            answers.add(item, item, posterior.noise(itemIds.get(item)) + signalNoise);
        }
        DMatrixRMaj toward = new DMatrixRMaj(count, target.root.length);
        CommonOps_DDRM.multTransB(spread, new DMatrixRMaj(target.root), toward);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
        if (!solver.setA(answers.copy())) {
            return 0;
        }
        DMatrixRMaj solved = new DMatrixRMaj(count, target.root.length);
        solver.solve(toward, solved);
        return CommonOps_DDRM.elementSum(product(toward, solved));
    }

    private static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj product = new DMatrixRMaj(a.numRows, a.numCols);
        CommonOps_DDRM.elementMult(a, b, product);
        return product;
    }

    private ExposureTarget target(RatingModel model, LinearPosterior posterior, List<String> otherwise) {
        ExposureTarget items = lastTarget;
        if (items == null || lastModel != model) {
            items = ExposureTarget.of(model, posterior, otherwise);
            lastTarget = items;
            lastModel = model;
        }
        return items;
    }
}
