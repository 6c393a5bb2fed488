// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.table.RatingTable;
import java.util.Arrays;

/**
 * Estimator of user effects, item means and their variances, by expectation maximisation with independent posteriors
 * (mean-field variational Bayes) for the crossed random-effects model
 * {@code rating = userEffect + itemMean + noise}, {@code userEffect ~ N(0, userVariance)},
 * {@code itemMean ~ N(centre, itemVariance)}, or {@code N(prior.mean, prior.variance)} for an item with a prior.
 *
 * <p>Given the variances, each effect is the precision-weighted mean of its residuals and its prior, which is the
 * shrinkage of Koren (2010), section 2.1, with constants {@code noise / userVariance} and {@code noise / itemVariance}
 * that are estimated rather than set. Each variance is the mean over the entities with ratings of squared effect plus
 * posterior variance, pooled with {@value #PRIOR_STRENGTH} prior observations of its starting value, so that it is stable
 * with little data. Pseudo ratings affect effects by their weight but not variances: with pseudo ratings, the variances are
 * estimated without them first and then fixed.
 *
 * <p>A shift common to all users and one common to all items are almost confounded if histories are long, so alternating
 * updates converge slowly along that direction; each pass therefore ends with the optimal common shift in closed form.
 *
 * <p>The weight of a row is a number of ratings. Given the variances, a row of weight 2 has the same effect as the row twice;
 * the estimate of the noise counts every real row as one observation. One pass is O(rows + users + items). Confined to one
 * thread.
 *
 * @see <a href="https://doi.org/10.1145/1644873.1644874">Koren: Factor in the Neighbors (2010)</a>
 */
final class EffectsEstimator {

    /** Number of prior observations of the starting value of each variance, and of the sum of all three. */
    static final double PRIOR_STRENGTH = 20;
    /** Variance of all ratings, as a share of the squared length of the scale; typical of public rating sets. */
    static final double TOTAL_SHARE = 0.060;
    /** Starting variances as shares of that of all ratings. */
    static final double NOISE_PART = 4 / 6.0;

    static final double EFFECT_PART = 1 / 6.0;

    private static final int MAX_PASSES = 200;
    /** Convergence threshold: maximum change of an effect in a pass, as a share of the scale. */
    private static final double SETTLED_SHARE = 1e-7;

    private final RatingTable table;
    final double[] userEffects;
    final double[] userVariances;
    final double[] itemMeans;
    final double[] itemVariances;
    /** Prior mean of each item; NaN if the centre is the prior. */
    private final double[] priorMeans;

    private final double[] priorVariances;
    private final double[] userWeights;
    private final double[] itemWeights;
    /**
     * Copies of the rows by item, because each pass reads them twice and access through the table is random. The residuals of
     * an item's rows are reused from the update of the centre to the next pass, which saves a third reading.
     */
    private final int[] usersByItem;

    private final float[] valuesByItem;
    private final double[] weightsByItem;
    private final double[] itemResiduals;
    private boolean residualsValid;
    private final int realRows;
    /** Starting values of the variances. */
    private final double startNoise;

    private final double startEffect;
    /** Whether pseudo ratings are currently included. */
    private boolean withPseudo;

    double noise;
    double userVariance;
    double itemVariance;
    /** Expected mean of an item without data and prior. */
    double centre;

    EffectsEstimator(RatingTable table, ItemPriors priors) {
        this.table = table;
        int users = table.userCount();
        int items = table.itemCount();
        userEffects = new double[users];
        userVariances = new double[users];
        itemMeans = new double[items];
        itemVariances = new double[items];
        priorMeans = new double[items];
        priorVariances = new double[items];
        userWeights = new double[users];
        itemWeights = new double[items];
        double total = totalVariance(table);
        startNoise = NOISE_PART * total;
        startEffect = EFFECT_PART * total;
        noise = startNoise;
        userVariance = startEffect;
        itemVariance = startEffect;
        for (int item = 0; item < items; item++) {
            ItemPriors.Prior prior = priors.prior(table.itemId(item)).orElse(null);
            priorMeans[item] = prior == null ? Double.NaN : prior.mean();
            priorVariances[item] = prior == null ? Double.NaN : prior.variance();
        }
        realRows = table.size() - table.pseudoCount();
        usersByItem = new int[table.size()];
        valuesByItem = new float[table.size()];
        weightsByItem = new double[table.size()];
        itemResiduals = new double[items];
        int place = 0;
        for (int item = 0; item < items; item++) {
            for (int position = 0; position < table.itemSize(item); position++) {
                int row = table.itemRow(item, position);
                usersByItem[place] = table.user(row);
                // the table keeps floats
                valuesByItem[place] = (float) table.value(row);
                place++;
            }
        }
    }

    /** The variance of all real ratings, joined with imagined ones: what the three variances are parts of. */
    private static double totalVariance(RatingTable table) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int row = 0; row < table.size(); row++) {
            if (!table.pseudo(row)) {
                double value = table.value(row) - table.scale().midpoint();
                sum += value;
                squares += value * value;
                count++;
            }
        }
        double around = count == 0 ? 0 : Math.max(0, squares - sum * sum / count);
        double length = table.scale().length();
        return (around + PRIOR_STRENGTH * TOTAL_SHARE * length * length) / (count + PRIOR_STRENGTH);
    }

    EffectsEstimator run() {
        withPseudo = false;
        passes(true);
        if (table.pseudoCount() > 0) {
            withPseudo = true;
            passes(false);
        }
        return this;
    }

    private void passes(boolean variances) {
        countWeights();
        double settled = SETTLED_SHARE * table.scale().length();
        double moved = Double.POSITIVE_INFINITY;
        for (int pass = 0; pass < MAX_PASSES && moved > settled; pass++) {
            moved = Math.max(updateItems(), updateUsers());
            moved = Math.max(moved, shift());
            updateCentre();
            if (variances) {
                updateVariances();
            }
        }
        // effects and what is not known of them, given the variances that were found last
        updateItems();
        updateUsers();
    }

    /** Sums the weights of the rows that count at present, and starts the centre at their mean. */
    private void countWeights() {
        residualsValid = false;
        int place = 0;
        for (int item = 0; item < itemMeans.length; item++) {
            for (int position = 0; position < table.itemSize(item); position++) {
                weightsByItem[place++] = weight(table.itemRow(item, position));
            }
        }
        Arrays.fill(userWeights, 0);
        Arrays.fill(itemWeights, 0);
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < table.size(); row++) {
            double weight = weight(row);
            userWeights[table.user(row)] += weight;
            itemWeights[table.item(row)] += weight;
            sum += weight * table.value(row);
            weights += weight;
        }
        centre = weights > 0 ? sum / weights : table.scale().midpoint();
    }

    private double weight(int row) {
        return withPseudo || !table.pseudo(row) ? table.weight(row) : 0;
    }

    /** What each item's rows leave over their users. */
    private void updateItemResiduals() {
        if (!residualsValid) {
            int place = 0;
            for (int item = 0; item < itemMeans.length; item++) {
                double residuals = 0;
                int end = place + table.itemSize(item);
                for (; place < end; place++) {
                    residuals += weightsByItem[place] * (valuesByItem[place] - userEffects[usersByItem[place]]);
                }
                itemResiduals[item] = residuals;
            }
            residualsValid = true;
        }
    }

    private double updateItems() {
        updateItemResiduals();
        double moved = 0;
        for (int item = 0; item < itemMeans.length; item++) {
            boolean known = !Double.isNaN(priorMeans[item]);
            double priorMean = known ? priorMeans[item] : centre;
            double priorPrecision = 1 / (known ? priorVariances[item] : itemVariance);
            double variance = 1 / (itemWeights[item] / noise + priorPrecision);
            double mean = variance * (itemResiduals[item] / noise + priorMean * priorPrecision);
            moved = Math.max(moved, Math.abs(mean - itemMeans[item]));
            itemMeans[item] = mean;
            itemVariances[item] = variance;
        }
        return moved;
    }

    private double updateUsers() {
        residualsValid = false;
        double moved = 0;
        for (int user = 0; user < userEffects.length; user++) {
            double residuals = 0;
            for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                residuals += weight(row) * (table.value(row) - itemMeans[table.item(row)]);
            }
            double variance = 1 / (userWeights[user] / noise + 1 / userVariance);
            double effect = variance * residuals / noise;
            moved = Math.max(moved, Math.abs(effect - userEffects[user]));
            userEffects[user] = effect;
            userVariances[user] = variance;
        }
        return moved;
    }

    /** Moves users down and items up by what the priors of both like best; no prediction of a rated pair changes. */
    private double shift() {
        double sum = 0;
        double precision = 0;
        for (int user = 0; user < userEffects.length; user++) {
            if (userWeights[user] > 0) {
                sum += userEffects[user] / userVariance;
                precision += 1 / userVariance;
            }
        }
        for (int item = 0; item < itemMeans.length; item++) {
            if (!Double.isNaN(priorMeans[item]) && itemWeights[item] > 0) {
                sum += (priorMeans[item] - itemMeans[item]) / priorVariances[item];
                precision += 1 / priorVariances[item];
            }
        }
        if (precision == 0) {
            return 0;
        }
        double shift = sum / precision;
        residualsValid = false;
        for (int user = 0; user < userEffects.length; user++) {
            userEffects[user] -= userWeights[user] > 0 ? shift : 0;
        }
        for (int item = 0; item < itemMeans.length; item++) {
            itemMeans[item] += Double.isNaN(priorMeans[item]) || itemWeights[item] > 0 ? shift : 0;
        }
        return Math.abs(shift);
    }

    /** The generalised least squares mean of the items without a prior. */
    private void updateCentre() {
        updateItemResiduals();
        double sum = 0;
        double weights = 0;
        for (int item = 0; item < itemMeans.length; item++) {
            if (Double.isNaN(priorMeans[item]) && itemWeights[item] > 0) {
                double weight = 1 / (itemVariance + noise / itemWeights[item]);
                sum += weight * itemResiduals[item] / itemWeights[item];
                weights += weight;
            }
        }
        if (weights > 0) {
            centre = sum / weights;
        }
    }

    private void updateVariances() {
        double residuals = 0;
        for (int row = 0; row < table.size(); row++) {
            if (!table.pseudo(row)) {
                int user = table.user(row);
                int item = table.item(row);
                double residual = table.value(row) - userEffects[user] - itemMeans[item];
                residuals += residual * residual + userVariances[user] + itemVariances[item];
            }
        }
        noise = (residuals + PRIOR_STRENGTH * startNoise) / (realRows + PRIOR_STRENGTH);
        double users = 0;
        int usersSeen = 0;
        for (int user = 0; user < userEffects.length; user++) {
            if (userWeights[user] > 0) {
                users += userEffects[user] * userEffects[user] + userVariances[user];
                usersSeen++;
            }
        }
        userVariance = (users + PRIOR_STRENGTH * startEffect) / (usersSeen + PRIOR_STRENGTH);
        double items = 0;
        int itemsSeen = 0;
        for (int item = 0; item < itemMeans.length; item++) {
            if (Double.isNaN(priorMeans[item]) && itemWeights[item] > 0) {
                double effect = itemMeans[item] - centre;
                items += effect * effect + itemVariances[item];
                itemsSeen++;
            }
        }
        itemVariance = (items + PRIOR_STRENGTH * startEffect) / (itemsSeen + PRIOR_STRENGTH);
    }
}
