// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import java.util.SplittableRandom;

/**
 * Stream of standard normal numbers from a seed, by the polar method, the same on every platform and every JDK:
 * {@code nextGaussian()} may change between versions. For one thread.
 *
 * @see <a href="https://doi.org/10.1137/1006063">Marsaglia and Bray: A Convenient Method for Generating Normal Variables
 *     (1964)</a>
 */
public final class NormalDraws {

    private final SplittableRandom random;
    private double spare = Double.NaN;

    public NormalDraws(long seed) {
        random = new SplittableRandom(seed);
    }

    public double next() {
        if (!Double.isNaN(spare)) {
            double kept = spare;
            spare = Double.NaN;
            return kept;
        }
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square < 1 && square > 0) {
                double stretch = Math.sqrt(-2 * StrictMath.log(square) / square);
                spare = y * stretch;
                return x * stretch;
            }
        }
    }
}
