// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of random numbers with its own name, so that a new use disturbs no other.
 *
 * <p>Everything is made from {@link SplittableRandom#nextLong()} and {@link StrictMath}, so a seed gives the same bits on
 * every platform and Java version. For one thread.
 */
final class RandomStream {

    private static final double UNIT = 0x1.0p-53;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;

    RandomStream(long seed, String purpose) {
        random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ (purpose.hashCode() * GOLDEN));
    }

    /** A value from 0, included, to 1, excluded. */
    double unit() {
        return (random.nextLong() >>> 11) * UNIT;
    }

    /** A value above 0, so that it has a logarithm, up to 1. */
    private double positiveUnit() {
        return ((random.nextLong() >>> 11) + 1) * UNIT;
    }

    /** True with this probability. */
    boolean happens(double probability) {
        return unit() < probability;
    }

    /** A whole number from 0, included, to the bound, excluded. */
    int below(int bound) {
        return (int) (unit() * bound);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** A draw from the exponential distribution of this mean. */
    double exponential(double mean) {
        return -mean * StrictMath.log(positiveUnit());
    }

    /** A draw from the standard normal distribution, after Box and Muller. */
    double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(positiveUnit()));
        return radius * StrictMath.cos(2 * StrictMath.PI * unit());
    }

    double[] gaussians(int length) {
        double[] draws = new double[length];
        for (int k = 0; k < length; k++) {
            draws[k] = gaussian();
        }
        return draws;
    }

    /** Draws that have mean 0 and this standard deviation exactly, so that a small world holds its planted shares. */
    double[] spread(int length, double deviation) {
        double[] draws = gaussians(length);
        standardize(draws, deviation);
        return draws;
    }

    /** Shifts and stretches the values to mean 0 and this standard deviation. */
    static void standardize(double[] values, double deviation) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (int k = 0; k < values.length; k++) {
            values[k] -= mean;
            squares += values[k] * values[k];
        }
        double stretch = deviation / StrictMath.sqrt(squares / values.length);
        for (int k = 0; k < values.length; k++) {
            values[k] *= stretch;
        }
    }
}
