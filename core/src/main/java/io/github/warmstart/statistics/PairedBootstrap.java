// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How much lower or higher the error of one model is than that of another on the same ratings, and how sure that is.
 *
 * <p>Users are drawn with replacement, because the errors of one user hang together, and the figure is computed anew on
 * each drawing with both models on the same users. The interval is read off the percentiles (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, section 13.3).
 *
 * @param before the error of the first model
 * @param after the error of the second model
 * @param change {@code after / before - 1}; negative is better; 0 if neither model errs, and infinite if only the second
 *     does
 * @param low the lower end of the two-sided 95 % interval of the change
 * @param high the upper end of it
 * @param bound the upper end of the one-sided 95 % interval: the change is below it with that confidence
 * @param users how many users were compared
 * @param ratings how many ratings
 */
public record PairedBootstrap(
        double before, double after, double change, double low, double high, double bound, int users, long ratings) {

    /** Which error is compared. */
    public enum Figure {
        /** Each rating counts alike. */
        POOLED_RMSE,
        /** Each user counts alike. */
        PER_USER_RMSE
    }

    /**
     * Compares two models. The cost is O(resamples x users).
     *
     * @param before errors of the first model
     * @param after errors of the second model on the same ratings
     * @param figure which error to compare
     * @param resamples how many drawings, 100 or more; 2,000 are usual
     * @param seed of the drawings: the same errors and seed give the same interval
     * @return the comparison
     * @throws IllegalArgumentException if the two are not about the same users and counts, there is no user, or there
     *     are too few drawings
     */
    public static PairedBootstrap compare(
            UserErrors before, UserErrors after, Figure figure, int resamples, long seed) {
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
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples must be >= 100, but was " + resamples);
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
                    ? new double[] {a, b, count}
                    : new double[] {Math.sqrt(a / count), Math.sqrt(b / count), 1};
        }
        int[] all = new int[sums.length];
        Arrays.setAll(all, user -> user);
        SplittableRandom random = new SplittableRandom(seed);
        double[] changes = new double[resamples];
        int[] drawn = new int[sums.length];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.setAll(drawn, user -> random.nextInt(sums.length));
            changes[resample] = change(figure, sums, drawn);
        }
        Arrays.sort(changes);
        double rmseBefore = figure == Figure.POOLED_RMSE ? before.pooledRmse() : before.perUserRmse();
        double rmseAfter = figure == Figure.POOLED_RMSE ? after.pooledRmse() : after.perUserRmse();
        return new PairedBootstrap(
                rmseBefore,
                rmseAfter,
                change(figure, sums, all),
                percentile(changes, 0.025),
                percentile(changes, 0.975),
                percentile(changes, 0.95),
                sums.length,
                before.count());
    }

    private static double change(Figure figure, double[][] sums, int[] drawn) {
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
        return (figure == Figure.POOLED_RMSE ? Math.sqrt(ratio) : ratio) - 1;
    }

    /** Linear interpolation between order statistics. */
    private static double percentile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
    }
}
