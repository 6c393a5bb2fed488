// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import java.util.List;

/** Statistics for the tests. */
final class Statistics {

    private Statistics() {}

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    static double covariance(List<Double> x, List<Double> y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double sum = 0;
        for (int k = 0; k < x.size(); k++) {
            sum += (x.get(k) - meanX) * (y.get(k) - meanY);
        }
        return sum / x.size();
    }

    /** The slope of y over x by least squares. */
    static double slope(List<Double> x, List<Double> y) {
        return covariance(x, y) / covariance(x, x);
    }

    static double correlation(List<Double> x, List<Double> y) {
        return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
    }

    static double rootMeanSquare(List<Double> values) {
        return Math.sqrt(
                values.stream().mapToDouble(value -> value * value).average().orElseThrow());
    }

    /** The correlation of two values of one group, by one-way analysis of variance. */
    static double withinGroupCorrelation(List<List<Double>> groups) {
        double size = groups.stream().mapToInt(List::size).average().orElseThrow();
        double between = 0;
        double within = 0;
        double grand = mean(groups.stream().map(Statistics::mean).toList());
        for (List<Double> group : groups) {
            double offset = mean(group) - grand;
            between += size * offset * offset / (groups.size() - 1);
            within += covariance(group, group) * group.size() / (group.size() - 1) / groups.size();
        }
        return (between - within) / (between + (size - 1) * within);
    }
}
