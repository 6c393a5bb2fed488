// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.exposure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Model of exposure, the share of each item in all choices: gamma-Poisson counts with the answers of a language model as
 * covariate.
 *
 * <pre>{@code
 * pi_i = e_i^b / sum_j e_j^b        n_i ~ Poisson(N pi_i theta_i)        theta_i ~ Gamma(k_i, k_i)
 * log k_i = a + c (log e_i - mean log e)
 * b ~ N(1, 0.3^2), b >= 0        a ~ N(0.3, 0.7^2)        c ~ N(0.5, 0.3^2), c >= 0
 * }</pre>
 *
 * <p>with counts {@code n_i} of sum {@code N} and answers {@code e_i}. The counts are then negative binomial; {@code b},
 * {@code a} and {@code c} are set to their posterior mode. The posterior share of an item is
 * {@code (k_i + n_i) / (k_i / pi_i + N)}: without counts it is that of the answer, with many counts it approaches
 * {@code n_i / N}. The slope is at least 0, so that inverted answers are ignored. Without answers all {@code pi_i} are equal,
 * {@code k} is one number with {@code a ~ N(-1, 1.5^2)}, and the share is that of a standard gamma-Poisson model.
 *
 * <p>Worked example: two items, no answers, {@code k = 1}, counts 3 and 0: shares before normalisation
 * {@code 4 / (2 + 3)} and {@code 1 / (2 + 3)}, that is 0.8 and 0.2.
 *
 * <p>Immutable and thread-safe. A fit costs O(distinct pairs of answer and count) per evaluation.
 *
 * @see <a href="https://doi.org/10.2307/2289323">Morris: Parametric Empirical Bayes Inference (1983)</a>
 */
public final class ExposureModel {

    private static final double SLOPE_MEAN = 1;
    private static final double SLOPE_SD = 0.3;
    private static final double LOG_SIZE_MEAN = 0.3;
    private static final double LOG_SIZE_SD = 0.7;
    private static final double SIZE_SLOPE_MEAN = 0.5;
    private static final double SIZE_SLOPE_SD = 0.3;
    private static final double UNINFORMED_LOG_SIZE_MEAN = -1;
    private static final double UNINFORMED_LOG_SIZE_SD = 1.5;
    private static final double FIRST_STEP = 0.2;
    private static final int MAX_EVALUATIONS = 400;

    private final ExposureParameters parameters;
    private final double total;
    private final double[] counts;
    private final double[] priorShares;
    private final double[] sizes;
    private final @Nullable ExposureModel other;
    private final double weight;

    private ExposureModel(
            ExposureParameters parameters,
            double[] counts,
            double[] priorShares,
            double[] sizes,
            @Nullable ExposureModel other,
            double weight) {
        this.parameters = parameters;
        this.counts = counts;
        this.priorShares = priorShares;
        this.sizes = sizes;
        this.other = other;
        this.weight = weight;
        total = Arrays.stream(counts).sum();
    }

    /** Items with the same answer and the same count. */
    private record Group(double logAnswer, double count) {}

    /**
     * Fits counts alone.
     *
     * @param counts of each item, 0 or more; weighted counts need not be whole
     * @return the model
     */
    public static ExposureModel fit(double[] counts) {
        double[] flat = new double[counts.length];
        Fit fit = new Fit(counts, flat);
        double[] best = NelderMead.minimize(
                point -> fit.objective(0, point[0], 0)
                        + penalty(point[0], UNINFORMED_LOG_SIZE_MEAN, UNINFORMED_LOG_SIZE_SD),
                new double[] {UNINFORMED_LOG_SIZE_MEAN},
                FIRST_STEP,
                MAX_EVALUATIONS);
        return of(counts, flat, new ExposureParameters(0, best[0], 0));
    }

    /**
     * Fits counts and answers.
     *
     * @param counts of each item, 0 or more; weighted counts need not be whole
     * @param answers of each item, above 0, in any unit; as many as counts
     * @return the model
     */
    public static ExposureModel fit(double[] counts, double[] answers) {
        double[] logs = new double[answers.length];
        Arrays.setAll(logs, item -> StrictMath.log(answers[item]));
        Fit fit = new Fit(counts, logs);
        double[] best = NelderMead.minimize(
                point -> point[0] < 0 || point[2] < 0
                        ? Double.POSITIVE_INFINITY
                        : fit.objective(point[0], point[1], point[2])
                                + penalty(point[0], SLOPE_MEAN, SLOPE_SD)
                                + penalty(point[1], LOG_SIZE_MEAN, LOG_SIZE_SD)
                                + penalty(point[2], SIZE_SLOPE_MEAN, SIZE_SLOPE_SD),
                new double[] {SLOPE_MEAN, LOG_SIZE_MEAN, SIZE_SLOPE_MEAN},
                FIRST_STEP,
                MAX_EVALUATIONS);
        return of(counts, logs, new ExposureParameters(best[0], best[1], best[2]));
    }

    private static double penalty(double value, double mean, double deviation) {
        double distance = (value - mean) / deviation;
        return 0.5 * distance * distance;
    }

    private static ExposureModel of(double[] counts, double[] logAnswers, ExposureParameters parameters) {
        int items = counts.length;
        double mean = Arrays.stream(logAnswers).average().orElse(0);
        double[] shares = new double[items];
        double[] sizes = new double[items];
        double sum = 0;
        for (int item = 0; item < items; item++) {
            shares[item] = StrictMath.exp(parameters.slope() * logAnswers[item]);
            sizes[item] = StrictMath.exp(parameters.logSize() + parameters.sizeSlope() * (logAnswers[item] - mean));
            sum += shares[item];
        }
        for (int item = 0; item < items; item++) {
            shares[item] /= sum;
        }
        return new ExposureModel(parameters, counts.clone(), shares, sizes, null, 1);
    }

    /** The negative log posterior, with equal items grouped. */
    private static final class Fit {

        private final double[] logAnswers;
        private final double[] counts;
        private final double[] multiplicities;
        private final double total;
        private final double mean;

        Fit(double[] counts, double[] logAnswers) {
            Map<Group, double[]> groups = new HashMap<>();
            double sum = 0;
            for (int item = 0; item < counts.length; item++) {
                groups.computeIfAbsent(new Group(logAnswers[item], counts[item]), g -> new double[1])[0]++;
                sum += counts[item];
            }
            // sorted, so that rounding does not depend on the order of a hash map
            Group[] sorted = groups.keySet().toArray(Group[]::new);
            Arrays.sort(
                    sorted,
                    (a, b) -> a.logAnswer == b.logAnswer
                            ? Double.compare(a.count, b.count)
                            : Double.compare(a.logAnswer, b.logAnswer));
            this.logAnswers =
                    Arrays.stream(sorted).mapToDouble(Group::logAnswer).toArray();
            this.counts = Arrays.stream(sorted).mapToDouble(Group::count).toArray();
            multiplicities = new double[sorted.length];
            for (int group = 0; group < sorted.length; group++) {
                double[] many = groups.get(sorted[group]);
                multiplicities[group] = many == null ? 0 : many[0];
            }
            total = sum;
            mean = Arrays.stream(logAnswers).average().orElse(0);
        }

        double objective(double slope, double logSize, double sizeSlope) {
            double[] shares = new double[logAnswers.length];
            double sum = 0;
            for (int group = 0; group < shares.length; group++) {
                shares[group] = StrictMath.exp(slope * logAnswers[group]);
                sum += multiplicities[group] * shares[group];
            }
            double objective = 0;
            for (int group = 0; total > 0 && group < shares.length; group++) {
                double size = StrictMath.exp(logSize + sizeSlope * (logAnswers[group] - mean));
                objective -= multiplicities[group]
                        * NegativeBinomial.logLikelihood(counts[group], total * shares[group] / sum, size);
            }
            return objective;
        }
    }

    /**
     * Mixture with another model of the same items: the weighted geometric mean of both shares.
     *
     * @param base the other model
     * @param ownWeight weight of this model, 0 to 1
     * @return a new model
     */
    public ExposureModel mixedWith(ExposureModel base, double ownWeight) {
        return new ExposureModel(parameters, counts, priorShares, sizes, base, ownWeight);
    }

    /**
     * The fitted parameters.
     *
     * @return those of this model, not of models mixed with it
     */
    public ExposureParameters parameters() {
        return parameters;
    }

    /**
     * The number of items.
     *
     * @return 0 or more
     */
    public int items() {
        return counts.length;
    }

    /**
     * The logarithm of an item's posterior share. Shares sum to nearly 1.
     *
     * @param item its index
     * @return a finite number
     */
    public double logShare(int item) {
        return logShareWithout(item, 0, 0);
    }

    /**
     * The logarithm of an item's share without some counts: those of a user in a test.
     *
     * @param item its index
     * @param ownCount counts of the item to leave out
     * @param ownTotal counts of all items to leave out
     * @return a finite number
     */
    public double logShareWithout(int item, double ownCount, double ownTotal) {
        double seen = Math.max(0, counts[item] - ownCount);
        double all = Math.max(0, total - ownTotal);
        double own = StrictMath.log((sizes[item] + seen) / (sizes[item] / priorShares[item] + all));
        ExposureModel base = other;
        return base == null ? own : weight * own + (1 - weight) * base.logShareWithout(item, ownCount, ownTotal);
    }

    /**
     * The posterior variance of the logarithm of an item's share: about 1 / (k + n), as for the logarithm of a gamma
     * variable (DLMF 5.15.8).
     *
     * @param item its index
     * @return a positive number
     */
    public double logVariance(int item) {
        double shape = sizes[item] + counts[item];
        return 1 / shape + 1 / (2 * shape * shape);
    }

    @Override
    public String toString() {
        return "ExposureModel(%s, total %s)".formatted(parameters, total);
    }
}
