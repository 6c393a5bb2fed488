// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Named stream of random numbers: a new stream does not affect the numbers of the others.
 *
 * <p>All numbers are derived from {@link SplittableRandom#nextLong()} with {@link StrictMath}, so a seed gives the same bits
 * on every platform and Java version. Not thread-safe.
 */
final class RandomStream {

    private static final double UNIT = 0x1.0p-53;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;

    RandomStream(long seed, String purpose) {
        random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ (purpose.hashCode() * GOLDEN));
    }

    /** A uniform value in [0, 1). */
    double unit() {
        return (random.nextLong() >>> 11) * UNIT;
    }

    /** A uniform value in (0, 1], so that its logarithm is finite. */
    private double positiveUnit() {
        return ((random.nextLong() >>> 11) + 1) * UNIT;
    }

    /** Returns true with this probability. */
    boolean happens(double probability) {
        return unit() < probability;
    }

    /** A uniform integer from 0 (inclusive) to the bound (exclusive). */
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

    /** A draw from the standard normal distribution, by the Box-Muller transform. */
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

    /** Normal draws, standardized to exactly mean 0 and this standard deviation, so that small samples match the model. */
    double[] spread(int length, double deviation) {
        double[] draws = gaussians(length);
        standardize(draws, deviation);
        return draws;
    }

    /** Shifts and scales the values to mean 0 and this standard deviation. */
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
