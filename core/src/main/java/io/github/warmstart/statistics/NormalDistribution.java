// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

/** The standard normal distribution, for other rooms. */
public final class NormalDistribution {

    private NormalDistribution() {}

    /**
     * The distribution function.
     *
     * @param x any number
     * @return 0 to 1, to about 1e-15; NaN for NaN
     */
    public static double cumulative(double x) {
        return Normal.cumulative(x);
    }
}
