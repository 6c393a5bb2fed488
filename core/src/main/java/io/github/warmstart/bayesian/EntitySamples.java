// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import org.jspecify.annotations.Nullable;

/**
 * Vectors and noise of one user or item in all samples. Immutable.
 *
 * @see BayesianModel
 */
final class EntitySamples {

    /** For each sample, an array that contains the mean of the vector. */
    final float[][] means;
    /** For each sample, an array that contains a draw of the vector. */
    final float[][] draws;
    /** Where the vector starts in each array. */
    final int offset;
    /** The variances of the vector around its mean in each sample; null for an entity whose samples are draws. */
    final float @Nullable [][] spreads;
    /** For each sample, an array that contains the precision of the entity's noise relative to all others. */
    private final float[][] noise;

    private final int noiseOffset;

    /** An entity of the training, whose vector in each sample is a draw. */
    EntitySamples(float[][] draws, int columns, float[][] noise, int index) {
        this(draws, draws, index * columns, null, noise, index);
    }

    EntitySamples(
            float[][] means,
            float[][] draws,
            int offset,
            float @Nullable [][] spreads,
            float[][] noise,
            int noiseOffset) {
        this.means = means;
        this.draws = draws;
        this.offset = offset;
        this.spreads = spreads;
        this.noise = noise;
        this.noiseOffset = noiseOffset;
    }

    double noise(int sample) {
        return noise[sample][noiseOffset];
    }

    /** Expected rating of a pair in one sample, in the units of the sampler. */
    static double expected(float[] user, int userOffset, float[] item, int itemOffset, int columns) {
        double sum = (double) user[userOffset] + item[itemOffset];
        for (int c = 1; c < columns; c++) {
            sum += (double) user[userOffset + c] * item[itemOffset + c];
        }
        return sum;
    }

    /**
     * Contribution of the spreads of user and item to the variance of a pair in one sample: exact for independent
     * normals.
     */
    static double spread(EntitySamples user, EntitySamples item, int sample, int columns) {
        double sum = 0;
        for (int c = 0; c < columns; c++) {
            double a = user.spreads == null ? 0 : user.spreads[sample][c];
            double b = item.spreads == null ? 0 : item.spreads[sample][c];
            if (c == 0) {
                sum += a + b;
            } else {
                double x = user.means[sample][user.offset + c];
                double y = item.means[sample][item.offset + c];
                sum += a * y * y + b * x * x + a * b;
            }
        }
        return sum;
    }
}
