// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The difference between two means over the same users, and how sure it is: a paired bootstrap over users.
 *
 * <p>Worked example: figures 0.1, 0.3 before and 0.2, 0.6 after have the difference 0.2; a drawing of users gives 0.1, 0.2
 * or 0.3, so the interval runs from 0.1 to 0.3.
 *
 * @param before mean of the first
 * @param after mean of the second
 * @param difference {@code after - before}
 * @param low lower end of the two-sided 95 % interval of the difference
 * @param high upper end of it
 * @param lowerBound end of the one-sided 95 % interval: the difference is above it with that confidence
 * @param upperBound end of the other one-sided 95 % interval: the difference is below it with that confidence
 * @param users how many users have both figures
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron, Tibshirani: An Introduction to the Bootstrap (1993), section
 *     13.3</a>
 */
public record MeanDifference(
        double before,
        double after,
        double difference,
        double low,
        double high,
        double lowerBound,
        double upperBound,
        int users) {

    private static final int MIN_RESAMPLES = 100;

    /**
     * Compares two figures.
     *
     * @param before one figure a user; NaN where a user has none
     * @param after the same of the second, users in the same order
     * @param resamples how many drawings, 100 or more; 2,000 are usual
     * @param seed of the drawings
     * @return the comparison; all values NaN if no user has both figures
     * @throws IllegalArgumentException if the lengths differ or there are too few drawings
     */
    public static MeanDifference of(double[] before, double[] after, int resamples, long seed) {
        if (before.length != after.length) {
            throw new IllegalArgumentException("before and after must hold the same users, but hold %d and %d"
                    .formatted(before.length, after.length));
        }
        if (resamples < MIN_RESAMPLES) {
            throw new IllegalArgumentException("resamples must be >= 100, but was " + resamples);
        }
        int[] both = IntStream.range(0, before.length)
                .filter(user -> !Double.isNaN(before[user]) && !Double.isNaN(after[user]))
                .toArray();
        if (both.length == 0) {
            return new MeanDifference(
                    Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
        }
        double[] changes = Arrays.stream(both)
                .mapToDouble(user -> after[user] - before[user])
                .toArray();
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int resample = 0; resample < resamples; resample++) {
            double sum = 0;
            for (int draw = 0; draw < changes.length; draw++) {
                sum += changes[random.nextInt(changes.length)];
            }
            means[resample] = sum / changes.length;
        }
        Arrays.sort(means);
        double first = Arrays.stream(both).mapToDouble(user -> before[user]).sum() / both.length;
        double second = Arrays.stream(both).mapToDouble(user -> after[user]).sum() / both.length;
        return new MeanDifference(
                first,
                second,
                Arrays.stream(changes).sum() / changes.length,
                percentile(means, 0.025),
                percentile(means, 0.975),
                percentile(means, 0.05),
                percentile(means, 0.95),
                both.length);
    }

    /** Linear interpolation between order statistics. */
    private static double percentile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
    }
}
