// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

/**
 * Stream of random numbers that is the same on every platform: SplitMix64, normals by Marsaglia's polar method, gammas
 * by Marsaglia and Tsang (2000), with logarithms from {@link StrictMath}.
 *
 * <p>Each entity has a stream of its own in each sweep, so that draws do not depend on the threads. Confined to one
 * thread.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 *     Generators (2014)</a>
 * @see <a href="https://doi.org/10.1145/358407.358414">Marsaglia, Tsang: A Simple Method for Generating Gamma Variables
 *     (2000)</a>
 */
public final class Draws {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;
    private double spare;
    private boolean hasSpare;

    /** A stream that starts at {@link #at}. */
    Draws() {}

    /** The stream of these keys. */
    public static Draws of(long seed, long... keys) {
        Draws draws = new Draws();
        long state = mix(seed + GOLDEN);
        for (long key : keys) {
            state = mix(state ^ mix(key + GOLDEN));
        }
        draws.state = state;
        return draws;
    }

    /** Moves this stream to the start of the one of three keys: the same as {@link #of} without a new object. */
    void at(long seed, long first, long second) {
        state = mix(mix(mix(seed + GOLDEN) ^ mix(first + GOLDEN)) ^ mix(second + GOLDEN));
        hasSpare = false;
    }

    /** A key from an id, by FNV-1a over its characters. */
    public static long key(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform between 0 and 1, both excluded. */
    double uniform() {
        state += GOLDEN;
        return ((mix(state) >>> 11) + 0.5) * 0x1.0p-53;
    }

    /** Standard normal. */
    public double gaussian() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        while (true) {
            double a = 2 * uniform() - 1;
            double b = 2 * uniform() - 1;
            double square = a * a + b * b;
            if (square < 1 && square > 0) {
                double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
                spare = b * factor;
                hasSpare = true;
                return a * factor;
            }
        }
    }

    /** Gamma of a shape, 1 or more, and rate 1. */
    double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double root = 1 + c * x;
            if (root > 0) {
                double v = root * root * root;
                if (StrictMath.log(uniform()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
