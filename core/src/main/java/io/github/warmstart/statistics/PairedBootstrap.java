// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Paired bootstrap comparison of the errors of two models on the same ratings: relative change and confidence
 * intervals.
 *
 * <p>Users are drawn with replacement, because the errors of one user are dependent, and the metric is recomputed on
 * each resample with both models on the same users. The interval is given by the percentiles (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, section 13.3).
 *
 * @param before the error of the first model
 * @param after the error of the second model
 * @param change {@code after / before - 1}; negative is better; 0 if neither model errs, and infinite if only the second
 *     does
 * @param low the lower end of the two-sided 95 % interval of the change
 * @param high the upper end of it
 * @param bound the upper end of the one-sided 95 % interval: the change is below it with 95 % confidence
 * @param users number of users
 * @param ratings number of ratings
 * @param pValue the two-sided p value of no change:
 *     {@code min(1, 2 min(1 + #{c <= 0}, 1 + #{c >= 0}) / (1 + resamples))} over the resampled changes {@code c}. It is
 *     the level at which 0 is on the edge of the interval; one is added because resamples cannot give a p value of 0
 *     (Phipson and Smyth, 2010)
 * @see <a href="https://doi.org/10.2202/1544-6115.1585">Phipson, Smyth: Permutation P-values Should Never Be Zero
 *     (2010)</a>
 */
public record PairedBootstrap(
        double before,
        double after,
        double change,
        double low,
        double high,
        double bound,
        int users,
        long ratings,
        double pValue) {

    /** Error to compare. */
    public enum Figure {
        /** Each rating has the same weight. */
        POOLED_RMSE,
        /** Each user has the same weight. */
        PER_USER_RMSE
    }

    /**
     * Compares two models. The cost is O(resamples x users).
     *
     * @param before errors of the first model
     * @param after errors of the second model on the same ratings
     * @param figure the error to compare
     * @param resamples number of resamples, 100 or more; typically 2,000
     * @param seed of the resamples: the same errors and seed give the same interval
     * @return the comparison
     * @throws IllegalArgumentException if the two are not about the same users and counts, there is no user, or there
     *     are too few resamples
     */
    public static PairedBootstrap compare(
            GroupedErrors before, GroupedErrors after, Figure figure, int resamples, long seed) {
        double[][] sums = sums(before, after, figure);
        double rmseBefore = figure == Figure.POOLED_RMSE ? before.pooledRmse() : before.perUserRmse();
        double rmseAfter = figure == Figure.POOLED_RMSE ? after.pooledRmse() : after.perUserRmse();
        return compare(figure == Figure.POOLED_RMSE, rmseBefore, rmseAfter, sums, before.count(), resamples, seed);
    }

    /**
     * Compares two models by a metric that is a mean over users, such as the mean absolute error of each user or the
     * error of each averaged over several runs. If higher is better, an improvement is a change above 0, and
     * {@link #low} rather than {@link #bound} is the relevant end.
     *
     * @param before one value for each user, finite and not negative
     * @param after the same of the second model, users in the same order
     * @param ratings number of ratings behind the values
     * @param resamples number of resamples, 100 or more; typically 2,000
     * @param seed of the resamples
     * @return the comparison
     * @throws IllegalArgumentException if the two differ in length, are empty or hold a negative or no finite value, or
     *     there are too few resamples
     */
    public static PairedBootstrap compareMeans(
            double[] before, double[] after, long ratings, int resamples, long seed) {
        if (before.length == 0 || before.length != after.length) {
            throw new IllegalArgumentException(
                    "before and after must hold the same users, one or more, but hold %d and %d"
                            .formatted(before.length, after.length));
        }
        double[][] sums = new double[before.length][];
        double sumBefore = 0;
        double sumAfter = 0;
        for (int user = 0; user < sums.length; user++) {
            if (!(before[user] >= 0) || !(after[user] >= 0) || !Double.isFinite(before[user] + after[user])) {
                throw new IllegalArgumentException(
                        "figures must be finite and >= 0, but were %s and %s (user number %d)"
                                .formatted(before[user], after[user], user));
            }
            sums[user] = new double[] {before[user], after[user]};
            sumBefore += before[user];
            sumAfter += after[user];
        }
        return compare(false, sumBefore / sums.length, sumAfter / sums.length, sums, ratings, resamples, seed);
    }

    /**
     * The lower end of a one-sided interval of the change of the pooled RMSE: the change is above it with confidence
     * {@code 1 - level}. The cost is O(resamples x users).
     *
     * <p>Percentiles of resamples of n users are too narrow, the more so the fewer users and the smaller the level: for
     * 25 users at a level of 0.7 % they fail 1.5 times as often as stated. So the percentile is taken at
     * {@code Phi(sqrt(n / (n - 1)) t(level, n - 1))}, which corrects it (Hesterberg 2015, the expanded percentile).
     *
     * @param before errors of the first model
     * @param after errors of the second model on the same ratings
     * @param level the error probability, above 0 and below 1; for several groups tested together, 5 % divided by their
     *     number keeps the probability of any false alarm below 5 % (Bonferroni)
     * @param resamples number of resamples, 100 or more; a level needs about forty times {@code 1 / level}
     * @param seed of the resamples
     * @return the bound, as a part of the error before; negative infinity for a single user
     * @throws IllegalArgumentException if the level is out of its range, the two are not about the same users and
     *     counts, there is no user, or there are too few resamples
     * @see <a href="https://doi.org/10.1080/00031305.2015.1089789">Hesterberg: What Teachers Should Know About the
     *     Bootstrap (2015)</a>
     */
    public static double lowerBound(GroupedErrors before, GroupedErrors after, double level, int resamples, long seed) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be above 0 and below 1, but was " + level);
        }
        double[][] sums = sums(before, after, Figure.POOLED_RMSE);
        int users = sums.length;
        double[] changes = changes(true, sums, resamples, seed);
        if (users == 1) {
            return Double.NEGATIVE_INFINITY;
        }
        double expanded = Normal.cumulative(Math.sqrt(users / (users - 1.0)) * Normal.student(level, users - 1));
        return percentile(changes, expanded);
    }

    /** One row for each user: its contributions to the metric before and after. */
    private static double[][] sums(GroupedErrors before, GroupedErrors after, Figure figure) {
        List<String> users = before.users();
        if (users.isEmpty() || !users.equals(after.users()) || before.count() != after.count()) {
            throw new IllegalArgumentException(
                    "before and after must hold the same ratings of one user or more, but hold %d of %d and %d of %d users"
                            .formatted(
                                    before.count(),
                                    users.size(),
                                    after.count(),
                                    after.users().size()));
        }
        double[][] sums = new double[users.size()][];
        for (int user = 0; user < sums.length; user++) {
            String id = users.get(user);
            double count = before.count(id);
            if (count != after.count(id)) {
                throw new IllegalArgumentException(
                        "before and after must hold the same ratings, but hold %.0f and %.0f of user '%s'"
                                .formatted(count, after.count(id), id));
            }
            double a = before.squares(id);
            double b = after.squares(id);
            sums[user] = figure == Figure.POOLED_RMSE
                    ? new double[] {a, b}
                    : new double[] {Math.sqrt(a / count), Math.sqrt(b / count)};
        }
        return sums;
    }

    /** Resamples users; each row of sums has the contributions of a user to the metric before and after. */
    private static PairedBootstrap compare(
            boolean squares, double before, double after, double[][] sums, long ratings, int resamples, long seed) {
        double[] changes = changes(squares, sums, resamples, seed);
        int notAbove = 0;
        int notBelow = 0;
        for (double change : changes) {
            notAbove += change <= 0 ? 1 : 0;
            notBelow += change >= 0 ? 1 : 0;
        }
        int[] all = new int[sums.length];
        Arrays.setAll(all, user -> user);
        return new PairedBootstrap(
                before,
                after,
                change(squares, sums, all),
                percentile(changes, 0.025),
                percentile(changes, 0.975),
                percentile(changes, 0.95),
                sums.length,
                ratings,
                Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (1 + resamples)));
    }

    /** The changes on resamples of users, in ascending order. */
    private static double[] changes(boolean squares, double[][] sums, int resamples, long seed) {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples must be >= 100, but was " + resamples);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] changes = new double[resamples];
        int[] drawn = new int[sums.length];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.setAll(drawn, user -> random.nextInt(sums.length));
            changes[resample] = change(squares, sums, drawn);
        }
        Arrays.sort(changes);
        return changes;
    }

    private static double change(boolean squares, double[][] sums, int[] drawn) {
        double before = 0;
        double after = 0;
        for (int user : drawn) {
            before += sums[user][0];
            after += sums[user][1];
        }
        if (before == 0) {
            return after == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        double ratio = after / before;
        return (squares ? Math.sqrt(ratio) : ratio) - 1;
    }

    /** Linear interpolation between order statistics. */
    private static double percentile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
    }
}
