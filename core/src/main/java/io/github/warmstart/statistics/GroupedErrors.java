// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Errors of predictions grouped by user, in the order of first addition. For one thread.
 *
 * <p>The root mean squared error is available pooled (each rating has the same weight) and per user (each user has the
 * same weight); the two differ if some users rated far more than others.
 */
public final class GroupedErrors {

    private final Map<String, double[]> byUser = new LinkedHashMap<>();

    /** Creates empty groups. */
    public GroupedErrors() {}

    /**
     * Adds one prediction.
     *
     * @param userId the user of the rating
     * @param predicted the prediction, finite
     * @param actual the rating, finite
     * @throws IllegalArgumentException if the error is not finite
     */
    public void add(String userId, double predicted, double actual) {
        double error = predicted - actual;
        if (!Double.isFinite(error)) {
            throw new IllegalArgumentException("predicted and actual must be finite, but were %s and %s (user '%s')"
                    .formatted(predicted, actual, userId));
        }
        double[] sums = byUser.computeIfAbsent(userId, id -> new double[3]);
        sums[0] += error * error;
        sums[1] += Math.abs(error);
        sums[2]++;
    }

    /**
     * Adds all errors of another instance, for example of another run on the same users.
     *
     * @param other not modified
     */
    public void addAll(GroupedErrors other) {
        other.byUser.forEach((userId, sums) -> {
            double[] mine = byUser.computeIfAbsent(userId, id -> new double[sums.length]);
            for (int k = 0; k < sums.length; k++) {
                mine[k] += sums[k];
            }
        });
    }

    /**
     * The users with errors.
     *
     * @return their ids, in the order of first addition
     */
    public List<String> users() {
        return new ArrayList<>(byUser.keySet());
    }

    /**
     * Number of predictions.
     *
     * @return 0 or more
     */
    public long count() {
        return (long) byUser.values().stream().mapToDouble(sums -> sums[2]).sum();
    }

    /**
     * The root mean squared error over all predictions: {@code sqrt(sum e^2 / n)}.
     *
     * @return rating units; NaN if nothing was added
     */
    public double pooledRmse() {
        return Math.sqrt(byUser.values().stream().mapToDouble(sums -> sums[0]).sum() / count());
    }

    /**
     * The mean over users of each user's own root mean squared error.
     *
     * @return rating units; NaN if nothing was added
     */
    public double perUserRmse() {
        return byUser.values().stream()
                .mapToDouble(sums -> Math.sqrt(sums[0] / sums[2]))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * The mean absolute error over all predictions.
     *
     * @return rating units; NaN if nothing was added
     */
    public double meanAbsoluteError() {
        return byUser.values().stream().mapToDouble(sums -> sums[1]).sum() / count();
    }

    double squares(String userId) {
        return sums(userId)[0];
    }

    double count(String userId) {
        return sums(userId)[2];
    }

    private double[] sums(String userId) {
        double[] sums = byUser.get(userId);
        if (sums == null) {
            throw new IllegalArgumentException("user '%s' has no errors here".formatted(userId));
        }
        return sums;
    }
}
