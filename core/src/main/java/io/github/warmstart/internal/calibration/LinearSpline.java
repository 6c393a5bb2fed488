// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Linear spline of a number, as covariates of a regression: its standard score s, cut at {@value #MAX_SCORE} either
 * way, and {@code max(0, s - k)} for up to {@value #MAX_KNOTS} knots k at the quantiles of the values seen. A ridge
 * keeps its bends small. A missing number counts as the average. Immutable.
 *
 * @see <a href="https://doi.org/10.1017/CBO9780511755453">Ruppert, Wand, Carroll: Semiparametric Regression (2003),
 *     section 3.5</a>
 */
final class LinearSpline {

    /** Largest standard score: beyond the bulk of the data a curve is unknown. */
    private static final double MAX_SCORE = 2;
    /** Maximum number of knots; more do not change a smooth curve. */
    private static final int MAX_KNOTS = 5;

    private final double mean;
    private final double deviation;
    private final List<Double> knots;
    private final double[] average;

    private LinearSpline(double mean, double deviation, List<Double> knots) {
        this.mean = mean;
        this.deviation = deviation;
        this.knots = knots;
        this.average = new double[1 + knots.size()];
    }

    /** Places the knots; empty if all values are equal. */
    static Optional<LinearSpline> of(List<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
        double variance = values.stream()
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0);
        if (!(variance > 0) || !Double.isFinite(variance)) {
            return Optional.empty();
        }
        double deviation = Math.sqrt(variance);
        LinearSpline spline = new LinearSpline(mean, deviation, knots(values, mean, deviation));
        for (double value : values) {
            double[] one = spline.at(value);
            for (int k = 0; k < one.length; k++) {
                spline.average[k] += one[k] / values.size();
            }
        }
        return Optional.of(spline);
    }

    /** Distinct inner quantiles of the scores, strictly between the smallest and the largest score. */
    private static List<Double> knots(List<Double> values, double mean, double deviation) {
        double[] scores = values.stream()
                .mapToDouble(value -> cut((value - mean) / deviation))
                .sorted()
                .toArray();
        List<Double> knots = new ArrayList<>();
        for (int k = 1; k <= MAX_KNOTS; k++) {
            double knot = scores[(int) ((long) scores.length * k / (MAX_KNOTS + 1))];
            if (knot > scores[0] && knot < scores[scores.length - 1] && !knots.contains(knot)) {
                knots.add(knot);
            }
        }
        return List.copyOf(knots);
    }

    private static double cut(double score) {
        return Math.max(-MAX_SCORE, Math.min(MAX_SCORE, score));
    }

    /** Number of covariates. */
    int size() {
        return average.length;
    }

    /** Covariates of a number, or the average ones if it is missing. Must not be modified. */
    double[] at(OptionalDouble value) {
        return value.isPresent() ? at(value.getAsDouble()) : average;
    }

    private double[] at(double value) {
        double score = cut((value - mean) / deviation);
        double[] covariates = new double[1 + knots.size()];
        covariates[0] = score;
        for (int k = 0; k < knots.size(); k++) {
            covariates[k + 1] = Math.max(0, score - knots.get(k));
        }
        return covariates;
    }
}
