// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

/** Normal distribution, and quantiles of Student's t by expansion about it. */
final class Normal {

    private static final double MAX_ABSOLUTE = 8;

    private Normal() {}

    /**
     * The distribution function, by its Taylor series about 0 (Marsaglia, Evaluating the Normal Distribution, 2004), to
     * about 1e-15.
     */
    static double cumulative(double x) {
        if (Double.isNaN(x) || Math.abs(x) > MAX_ABSOLUTE) {
            return Double.isNaN(x) ? x : x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    /** The quantile of a probability, by bisection. */
    static double quantile(double probability) {
        double low = -MAX_ABSOLUTE;
        double high = MAX_ABSOLUTE;
        for (int turn = 0; turn < 60; turn++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * A quantile of Student's t, by the expansion about the normal one (Abramowitz and Stegun 26.7.5); for 10 degrees of
     * freedom or more and probabilities from 0.001 to 0.999 the error is below 0.01.
     */
    static double student(double probability, int degrees) {
        double z = quantile(probability);
        double z2 = z * z;
        double first = z * (z2 + 1) / 4;
        double second = z * (5 * z2 * z2 + 16 * z2 + 3) / 96;
        double third = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384;
        return z
                + first / degrees
                + second / ((double) degrees * degrees)
                + third / ((double) degrees * degrees * degrees);
    }
}
