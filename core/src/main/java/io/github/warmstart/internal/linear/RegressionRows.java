// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import java.util.Arrays;

/**
 * Rows of a regression on ratings: the vector of the rated entity, the residual of the known effects, and its noise.
 * Confined to one thread.
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

    /** Adds a rating of an entity with this vector. */
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
