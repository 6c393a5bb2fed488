// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import java.util.Arrays;

/**
 * Ratings as a regression sees them: the vectors of what was rated, what is left of each rating once the known effects
 * are taken off, and its noise. Filled, read and thrown away by one thread.
 */
public final class RegressionRows {

    final int factors;
    public int size;
    double[][] vectors;
    double[] targets;
    /** The variance of each target over its weight. */
    public double[] noises;

    public RegressionRows(int factors, int expected) {
        this.factors = factors;
        vectors = new double[expected][];
        targets = new double[expected];
        noises = new double[expected];
    }

    /** Adds a rating of something with a vector of its own. */
    public void add(double[] vector, double target, double noise) {
        if (size == targets.length) {
            int more = Math.max(8, 2 * size);
            vectors = Arrays.copyOf(vectors, more);
            targets = Arrays.copyOf(targets, more);
            noises = Arrays.copyOf(noises, more);
        }
        vectors[size] = vector;
        targets[size] = target;
        noises[size++] = noise;
    }
}
