// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.statistics.GroupedErrors;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of one model on held-out ratings: errors of predictions and quality of rankings.
 *
 * <p>Errors and {@link #ndcg} use the held-out pairs only. {@link #recall}, {@link #meanReciprocalRank} and
 * {@link #coverage} rank <em>all</em> items of the model that the user has not rated in training, because metrics on a
 * sample of items can order models differently. The first call of one of these ranks everything, at O(users x items x
 * log items), and stores what the others need. An instance keeps its model reachable.
 *
 * <p>Thread-safe. The same ratings and model give the same metrics bit for bit.
 *
 * @see <a href="https://doi.org/10.1145/3394486.3403226">Krichene, Rendle: On Sampled Metrics for Item Recommendation
 *     (KDD 2020)</a>
 */
public final class ModelMetrics {

    private final RatingScale scale;
    private final double relevantFrom;
    private final List<HeldOutRatings.Judged> users;
    private final RatingModel model;
    private final double[][] predicted;
    private final GroupedErrors errors = new GroupedErrors();
    private final double[] userRmse;
    private final double[] userMae;
    private @Nullable FullRanking ranking;

    ModelMetrics(RatingScale scale, double relevantFrom, List<HeldOutRatings.Judged> users, RatingModel model) {
        this.scale = scale;
        this.relevantFrom = relevantFrom;
        this.users = users;
        this.model = model;
        predicted = new double[users.size()][];
        userRmse = new double[users.size()];
        userMae = new double[users.size()];
        for (int user = 0; user < predicted.length; user++) {
            HeldOutRatings.Judged judged = users.get(user);
            predicted[user] = new double[judged.values.length];
            for (int index = 0; index < predicted[user].length; index++) {
                double prediction = predict(judged.userId, judged.itemIds.get(index));
                predicted[user][index] = prediction;
                errors.add(judged.userId, prediction, judged.values[index]);
                double error = prediction - judged.values[index];
                userRmse[user] += error * error;
                userMae[user] += Math.abs(error);
            }
            userRmse[user] = Math.sqrt(userRmse[user] / predicted[user].length);
            userMae[user] /= predicted[user].length;
        }
    }

    /** Checked before any error is computed, so that no message contains a held-out value. */
    private double predict(String userId, String itemId) {
        double prediction = model.predict(userId, itemId);
        if (!Double.isFinite(prediction - scale.lowest()) || !Double.isFinite(prediction - scale.highest())) {
            throw new IllegalStateException(
                    "the model must predict a finite rating, but predicted %s (user '%s', item '%s')"
                            .formatted(prediction, userId, itemId));
        }
        return prediction;
    }

    /**
     * Number of users.
     *
     * @return 1 or more
     */
    public int users() {
        return users.size();
    }

    /**
     * Number of ratings.
     *
     * @return 1 or more
     */
    public int ratings() {
        return (int) errors.count();
    }

    /**
     * The root mean squared error of each user, averaged over users:
     * {@code mean over u of sqrt(mean over i of e(u,i)^2)}. Each user has the same weight.
     *
     * @return rating units
     */
    public double rmsePerUser() {
        return errors.perUserRmse();
    }

    /**
     * The root mean squared error over all ratings: {@code sqrt(mean of e^2)}. Each rating has the same weight.
     *
     * @return rating units
     */
    public double rmsePooled() {
        return errors.pooledRmse();
    }

    /**
     * The mean absolute error over all ratings. Each rating has the same weight.
     *
     * @return rating units
     */
    public double mae() {
        return errors.meanAbsoluteError();
    }

    /**
     * The mean absolute error of each user, averaged over users. Each user has the same weight.
     *
     * @return rating units
     */
    public double maePerUser() {
        return Arrays.stream(userMae).sum() / userMae.length;
    }

    /**
     * Normalised discounted cumulated gain of each user's held-out items in the order of their predictions, averaged
     * over users: {@code DCG / ideal DCG}, where {@code DCG = sum over ranks r <= k of gain(r) / log2(1 + r)} and the
     * gain is the rating above the lowest of the scale. The gain is linear, as with Järvelin and Kekäläinen, so that it
     * does not depend on the unit of the scale; the discount is the common one that starts at the second rank.
     *
     * <p>Equal predictions are in the order of the items' ids. Users with fewer than two held-out items are left out,
     * and so are those whose ratings are all the lowest, since all orders are equally good.
     *
     * @param k number of ranks that count, 1 or more
     * @return 0 to 1; NaN if no user is left
     * @see <a href="https://doi.org/10.1145/582415.582418">Järvelin, Kekäläinen: Cumulated Gain-Based Evaluation of IR
     *     Techniques (2002)</a>
     */
    public double ndcg(int k) {
        return mean(ndcgs(k));
    }

    /**
     * The share of a user's relevant held-out items among the first k of all items that the user had not rated in
     * training, averaged over users who have a relevant one: {@code hits / min(k, relevant)}, as with Liang et al., so
     * that the best ranking gives 1. A relevant item that the model cannot recommend is a miss.
     *
     * @param k number of ranks that count, 1 or more
     * @return 0 to 1; NaN if no user has a relevant item
     * @see <a href="https://doi.org/10.1145/3178876.3186150">Liang et al.: Variational Autoencoders for Collaborative
     *     Filtering (2018)</a>
     */
    public double recall(int k) {
        return ranking().recall(positive(k));
    }

    /**
     * The mean over users of {@code 1 / rank} of the first relevant held-out item among all items that the user had not
     * rated in training; 0 for a user none of whose relevant items the model can recommend. Users without a relevant item
     * are left out.
     *
     * @return 0 to 1; NaN if no user has a relevant item
     */
    public double meanReciprocalRank() {
        return ranking().meanReciprocalRank();
    }

    /**
     * The share of the model's items that are among the first k of at least one user.
     *
     * @param k number of ranks that count, 1 or more
     * @return 0 to 1; NaN if the model has no items
     */
    public double coverage(int k) {
        return ranking().coverage(positive(k));
    }

    /**
     * Compares the errors of this model with those of another on the same held-out ratings.
     *
     * @param before metrics of the other model
     * @param figure the error to compare
     * @param resamples number of resamples of users, 100 or more; typically 2,000
     * @param seed of the resamples
     * @return the change from the other to this one; negative means that this one is better
     * @throws IllegalArgumentException if the two were not measured on the same ratings, or there are too few resamples
     */
    public PairedBootstrap comparedWith(ModelMetrics before, PairedBootstrap.Figure figure, int resamples, long seed) {
        checkSameRatings(before);
        return PairedBootstrap.compare(before.errors, errors, figure, resamples, seed);
    }

    /**
     * Compares several runs of two variants, for example one for each seed, all measured on the same ratings. Users are
     * resampled, not runs: each user is represented by the mean of the user's errors over the runs
     * ({@code PER_USER_RMSE}), or by all of the user's squared errors together ({@code POOLED_RMSE}).
     *
     * @param before the runs of the first variant
     * @param after as many runs of the second, in the same order
     * @param figure the error to compare
     * @param resamples number of resamples of users, 100 or more; typically 2,000
     * @param seed of the resamples
     * @return the change from the first to the second; negative means that the second is better
     * @throws IllegalArgumentException if there is no run, the two differ in number, or not all were measured on the
     *     same ratings
     */
    public static PairedBootstrap comparedOverRuns(
            List<ModelMetrics> before,
            List<ModelMetrics> after,
            PairedBootstrap.Figure figure,
            int resamples,
            long seed) {
        if (before.isEmpty() || before.size() != after.size()) {
            throw new IllegalArgumentException(
                    "before and after must hold as many runs, one or more, but hold %d and %d"
                            .formatted(before.size(), after.size()));
        }
        before.forEach(before.get(0)::checkSameRatings);
        after.forEach(before.get(0)::checkSameRatings);
        if (figure == PairedBootstrap.Figure.PER_USER_RMSE) {
            return PairedBootstrap.compareMeans(
                    meanOfRuns(before), meanOfRuns(after), before.get(0).ratings(), resamples, seed);
        }
        return PairedBootstrap.compare(sumOfRuns(before), sumOfRuns(after), figure, resamples, seed);
    }

    private static double[] meanOfRuns(List<ModelMetrics> runs) {
        double[] mean = new double[runs.get(0).users()];
        for (ModelMetrics run : runs) {
            for (int user = 0; user < mean.length; user++) {
                mean[user] += run.userRmse[user] / runs.size();
            }
        }
        return mean;
    }

    private static GroupedErrors sumOfRuns(List<ModelMetrics> runs) {
        GroupedErrors sum = new GroupedErrors();
        runs.forEach(run -> sum.addAll(run.errors));
        return sum;
    }

    /**
     * Compares the rankings of each user's held-out items by this model and another.
     *
     * @param before metrics of the other model
     * @param k number of ranks that count, 1 or more
     * @param resamples number of resamples of users, 100 or more; typically 2,000
     * @param seed of the resamples
     * @return the change of {@link #ndcg} from the other to this one; positive means that this one is better
     * @throws IllegalArgumentException if the two were not judged by the same ratings, no user has a figure, or there are
     *     too few drawings
     */
    public PairedBootstrap ndcgComparedWith(ModelMetrics before, int k, int resamples, long seed) {
        checkSameRatings(before);
        double[] each = ndcgs(k);
        long compared = IntStream.range(0, each.length)
                .filter(user -> !Double.isNaN(each[user]))
                .mapToLong(user -> users.get(user).values.length)
                .sum();
        return PairedBootstrap.compareMeans(present(before.ndcgs(k)), present(each), compared, resamples, seed);
    }

    private void checkSameRatings(ModelMetrics other) {
        boolean same = users.size() == other.users.size();
        for (int user = 0; same && user < users.size(); user++) {
            same = users.get(user).sameAs(other.users.get(user));
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "both models must be judged by the same ratings, but were by %d of %d users and %d of %d users, or by others"
                            .formatted(ratings(), users(), other.ratings(), other.users()));
        }
    }

    /** One value for each user; NaN if undefined. */
    private double[] ndcgs(int k) {
        positive(k);
        double[] each = new double[users.size()];
        Arrays.setAll(each, user -> ndcg(users.get(user).values, predicted[user], k));
        return each;
    }

    private double ndcg(double[] values, double[] predictions, int k) {
        double ideal = gain(values, values, k);
        return values.length < 2 || ideal == 0 ? Double.NaN : gain(values, predictions, k) / ideal;
    }

    /** The discounted gain of the items in descending order of scores; equal ones in the order of their ids. */
    private double gain(double[] values, double[] scores, int k) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = 0;
        for (int rank = 1; rank <= Math.min(k, order.length); rank++) {
            sum += (values[order[rank - 1]] - scale.lowest()) * StrictMath.log(2) / StrictMath.log(1 + rank);
        }
        return sum;
    }

    private synchronized FullRanking ranking() {
        if (ranking == null) {
            ranking = FullRanking.of(model, users, relevantFrom, this::predict);
        }
        return ranking;
    }

    private static double[] present(double[] figures) {
        return Arrays.stream(figures).filter(figure -> !Double.isNaN(figure)).toArray();
    }

    private static double mean(double[] figures) {
        return Arrays.stream(present(figures)).average().orElse(Double.NaN);
    }

    private static int positive(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be >= 1, but was " + k);
        }
        return k;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "RMSE %.4f per user, %.4f pooled, MAE %.4f on %,d ratings of %,d users",
                rmsePerUser(),
                rmsePooled(),
                mae(),
                ratings(),
                users());
    }
}
