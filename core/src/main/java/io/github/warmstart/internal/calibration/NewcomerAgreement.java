// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.trust.FirstRatingWeight;
import java.util.Map;
import java.util.TreeMap;

/**
 * Posterior of the variance that a newcomer's first ratings share beside the user's level: the excess agreement of
 * newcomers with themselves over that of users in general.
 *
 * <p>A newcomer's mean residual over {@code n} first ratings is {@code level + mood + noise}, with
 * {@code level ~ N(0, S)}, {@code mood ~ N(0, rho S)} common to all first ratings of the user, and noise of variance
 * {@code s1^2 / n}; that of any other user is {@code level + noise} with variance {@code S + s^2 / n}. Ratings that are
 * a random sample of a user's taste have {@code rho = 0}. With {@code lambda = S / s^2}, the posterior on a grid is
 *
 * <pre>{@code
 * ln p = -1/2 (ln(lambda / 0.25) / 0.35)^2 + ln prior(rho)
 *        + sum over newcomers ln N(e_u; mu_C, lambda s^2 (1 + rho) + s1^2 / n_u)
 *        + sum over others    ln N(e_u; mu_W, lambda s^2 + s^2 / n_u)
 *        + sum over look-backs ln N(y - mean(y); h (x - mean(x)), (1 - h) lambda s^2 + s^2 / later)
 * h    = lambda s^2 / (lambda s^2 (1 + rho) + s1^2 / k)
 * }</pre>
 *
 * <p>with both means integrated out under a flat prior. {@code prior(rho)} has mass {@value #RANDOM_SAMPLE} at 0, and
 * else {@code ln rho ~ N(ln 1.2, 0.5^2)}. A look-back is a user with times whose first {@code k} ratings have the mean
 * residual {@code x} and whose later ones have {@code y}; {@code h} is the regression of later on first means.
 *
 * <p>Users are grouped by their number of ratings, so that the cost is O(users + grid x distinct numbers). Filled and
 * read by one thread.
 */
final class NewcomerAgreement {

    /** Prior probability that first ratings are a random sample of what users give. */
    static final double RANDOM_SAMPLE = FirstRatingWeight.PRIOR_RANDOM_SAMPLE;
    /** Prior of the ratio of level variance to noise: median and standard deviation of the logarithm. */
    static final double DEFAULT_RATIO = 0.25;

    static final double RATIO_SPREAD = 0.35;
    /** Prior of the ratio of mood variance to level variance where there is a mood, likewise. */
    static final double DEFAULT_MOOD = 1.2;

    static final double MOOD_SPREAD = 0.5;
    private static final double LOWEST_RATIO = 0.06;
    private static final double HIGHEST_RATIO = 1.2;
    private static final int RATIO_STEPS = 25;
    private static final double LOWEST_MOOD = 0.1;
    private static final double HIGHEST_MOOD = 4;
    private static final int MOOD_STEPS = 30;
    /** Pseudo-observations that tie the noise of newcomers to that of the model, and that of others to newcomers'. */
    private static final double NEWCOMER_STRENGTH = 10;

    private static final double OTHER_STRENGTH = 30;

    private final Means newcomers = new Means();
    private final Means others = new Means();
    private final Map<Integer, Later> lookBacks = new TreeMap<>();
    /** Within-user sum of squares of first ratings in look-backs, which have the same noise as newcomers' ratings. */
    private double firstWithin;

    private long firstFree;
    private double sumFirst;
    private double sumLater;
    private int looked;

    /**
     * Summary of the posterior on the grid.
     *
     * @param regression posterior mean of {@code h}, the regression of later ratings on the mean of k first ones
     * @param moodVariance posterior mean of the mood's variance, in squared rating units
     * @param randomSample posterior probability that there is no mood
     */
    record Posterior(double regression, double moodVariance, double randomSample) {}

    /** Means of users, grouped by number of ratings. */
    private static final class Means {
        private final Map<Integer, double[]> bySize = new TreeMap<>();
        private double within;
        private long free;

        void add(int ratings, double mean, double squares) {
            double[] sums = bySize.computeIfAbsent(ratings, size -> new double[3]);
            sums[0]++;
            sums[1] += mean;
            sums[2] += mean * mean;
            within += squares;
            free += ratings - 1;
        }

        /** The log likelihood with the common mean integrated out. */
        double logLikelihood(double level, double noise) {
            double log = 0;
            double precision = 0;
            double information = 0;
            double squares = 0;
            for (Map.Entry<Integer, double[]> entry : bySize.entrySet()) {
                double variance = level + noise / entry.getKey();
                double[] sums = entry.getValue();
                log -= 0.5 * sums[0] * StrictMath.log(variance);
                precision += sums[0] / variance;
                information += sums[1] / variance;
                squares += sums[2] / variance;
            }
            return precision == 0
                    ? 0
                    : log - 0.5 * StrictMath.log(precision) - 0.5 * (squares - information * information / precision);
        }
    }

    /** Look-backs with the same number of later ratings. */
    private static final class Later {
        private double users;
        private double first;
        private double later;
        private double firstSquares;
        private double laterSquares;
        private double products;
    }

    /**
     * Adds a newcomer.
     *
     * @param ratings number of ratings, 1 or more
     * @param mean mean of the residuals
     * @param squares sum of squared distances of the residuals from that mean
     */
    void addNewcomer(int ratings, double mean, double squares) {
        newcomers.add(ratings, mean, squares);
    }

    /** Adds a user who is not a newcomer. */
    void addOther(int ratings, double mean, double squares) {
        others.add(ratings, mean, squares);
    }

    /**
     * Adds a user whose ratings have times.
     *
     * @param first mean residual of the first ratings
     * @param squares sum of squared distances of their residuals from that mean
     * @param firstRatings number of first ratings, 1 or more
     * @param later mean residual of the later ones
     * @param laterRatings number of later ratings, 1 or more
     */
    void addLookBack(double first, double squares, int firstRatings, double later, int laterRatings) {
        firstWithin += squares;
        firstFree += firstRatings - 1;
        Later sums = lookBacks.computeIfAbsent(laterRatings, size -> new Later());
        sums.users++;
        sums.first += first;
        sums.later += later;
        sums.firstSquares += first * first;
        sums.laterSquares += later * later;
        sums.products += first * later;
        sumFirst += first;
        sumLater += later;
        looked++;
    }

    /** Number of look-backs. */
    int lookBacks() {
        return looked;
    }

    /** Number of newcomers. */
    int newcomers() {
        return (int)
                newcomers.bySize.values().stream().mapToDouble(sums -> sums[0]).sum();
    }

    /**
     * Computes the posterior.
     *
     * @param firstRatings usual number of first ratings of a newcomer, {@code k}
     * @param noise variance of a rating around user effect and item mean, according to the model
     */
    Posterior posterior(int firstRatings, double noise) {
        double first = (newcomers.within + firstWithin + NEWCOMER_STRENGTH * noise)
                / (newcomers.free + firstFree + NEWCOMER_STRENGTH);
        double usual = (others.within + OTHER_STRENGTH * first) / (others.free + OTHER_STRENGTH);
        double[][] logs = new double[RATIO_STEPS][MOOD_STEPS + 1];
        double highest = Double.NEGATIVE_INFINITY;
        for (int r = 0; r < RATIO_STEPS; r++) {
            double level = ratio(r) * usual;
            double distance = StrictMath.log(ratio(r) / DEFAULT_RATIO) / RATIO_SPREAD;
            double common = others.logLikelihood(level, usual) - 0.5 * distance * distance;
            for (int m = 0; m <= MOOD_STEPS; m++) {
                double shared = level * (1 + mood(m));
                logs[r][m] = common
                        + logPriorOfMood(m)
                        + newcomers.logLikelihood(shared, first)
                        + logOfLookBacks(level, level / (shared + first / firstRatings), usual);
                highest = Math.max(highest, logs[r][m]);
            }
        }
        double total = 0;
        double regression = 0;
        double moodVariance = 0;
        double randomSample = 0;
        for (int r = 0; r < RATIO_STEPS; r++) {
            double level = ratio(r) * usual;
            for (int m = 0; m <= MOOD_STEPS; m++) {
                double weight = StrictMath.exp(logs[r][m] - highest);
                total += weight;
                regression += weight * level / (level * (1 + mood(m)) + first / firstRatings);
                moodVariance += weight * level * mood(m);
                randomSample += m == 0 ? weight : 0;
            }
        }
        return new Posterior(regression / total, moodVariance / total, randomSample / total);
    }

    private double logOfLookBacks(double level, double regression, double noise) {
        double meanFirst = looked == 0 ? 0 : sumFirst / looked;
        double meanLater = looked == 0 ? 0 : sumLater / looked;
        double log = 0;
        for (Map.Entry<Integer, Later> entry : lookBacks.entrySet()) {
            Later sums = entry.getValue();
            double variance = (1 - regression) * level + noise / entry.getKey();
            double firsts = sums.firstSquares - 2 * meanFirst * sums.first + sums.users * meanFirst * meanFirst;
            double laters = sums.laterSquares - 2 * meanLater * sums.later + sums.users * meanLater * meanLater;
            double products = sums.products
                    - meanFirst * sums.later
                    - meanLater * sums.first
                    + sums.users * meanFirst * meanLater;
            double errors = laters - 2 * regression * products + regression * regression * firsts;
            log -= 0.5 * (errors / variance + sums.users * StrictMath.log(variance));
        }
        return log;
    }

    private static double ratio(int step) {
        return LOWEST_RATIO * StrictMath.exp(StrictMath.log(HIGHEST_RATIO / LOWEST_RATIO) * step / (RATIO_STEPS - 1.0));
    }

    /** The ratio of mood to level variance at a step; 0 at the first. */
    private static double mood(int step) {
        return step == 0
                ? 0
                : LOWEST_MOOD
                        * StrictMath.exp(StrictMath.log(HIGHEST_MOOD / LOWEST_MOOD) * (step - 1) / (MOOD_STEPS - 1.0));
    }

    private static double logPriorOfMood(int step) {
        if (step == 0) {
            return StrictMath.log(RANDOM_SAMPLE);
        }
        double total = 0;
        for (int other = 1; other <= MOOD_STEPS; other++) {
            total += StrictMath.exp(-0.5 * squaredDistance(other));
        }
        return StrictMath.log((1 - RANDOM_SAMPLE) / total) - 0.5 * squaredDistance(step);
    }

    private static double squaredDistance(int step) {
        double distance = StrictMath.log(mood(step) / DEFAULT_MOOD) / MOOD_SPREAD;
        return distance * distance;
    }
}
