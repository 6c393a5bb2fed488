// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.checks;

/** Pooled variance within groups, with the standard error of its logarithm. Not thread-safe. */
public final class PooledVariance {

    /** Kurtosis of the normal distribution. It is the lower bound because small samples underestimate heavy tails. */
    private static final double MIN_KURTOSIS = 3;

    /** Tolerance relative to the largest value: the mean of equal numbers is subject to rounding errors. */
    private static final double ROUNDING = 1e-9;

    private int values;
    private int groups;
    private double squares;
    private double fourths;

    public void addGroup(double[] group) {
        if (group.length == 0) {
            return;
        }
        double mean = 0;
        double largest = 0;
        for (double value : group) {
            mean += value / group.length;
            largest = Math.max(largest, Math.abs(value));
        }
        for (double value : group) {
            double deviation = Math.abs(value - mean) <= ROUNDING * largest ? 0 : value - mean;
            squares += deviation * deviation;
            fourths += deviation * deviation * deviation * deviation;
        }
        values += group.length;
        groups++;
    }

    /** Degrees of freedom: number of values minus number of groups. */
    public int freedom() {
        return values - groups;
    }

    /** The pooled variance; 0 without degrees of freedom. */
    public double variance() {
        return freedom() == 0 ? 0 : squares / freedom();
    }

    /**
     * The standard error of the logarithm of the standard deviation; 0 without degrees of freedom. In large samples
     * {@code Var(ln s^2) = (kurtosis - 1) / freedom} (Layard: Robust Large-Sample Tests for Homogeneity of Variances, JASA 68,
     * 1973), and {@code ln s} is half of {@code ln s^2}.
     */
    public double logError() {
        if (freedom() == 0) {
            return 0;
        }
        double kurtosis = squares > 0 ? values * fourths / (squares * squares) : MIN_KURTOSIS;
        return Math.sqrt((Math.max(MIN_KURTOSIS, kurtosis) - 1) / freedom()) / 2;
    }
}
