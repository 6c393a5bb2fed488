// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import java.util.Random;
import java.util.SplittableRandom;

/** Random numbers by name: the same seed and names give the same numbers, in any order of calls. */
final class NamedRandom {

    private NamedRandom() {}

    /** Independent stream for a purpose. {@link Random} is specified to the bit, on every platform. */
    static Random of(long seed, String... names) {
        long mixed = new SplittableRandom(seed).nextLong();
        for (String name : names) {
            mixed = new SplittableRandom(mixed * 31 + name.hashCode()).nextLong();
        }
        return new Random(mixed);
    }

    /** One draw from the standard normal distribution. */
    static double normal(long seed, String... names) {
        return of(seed, names).nextGaussian();
    }
}
