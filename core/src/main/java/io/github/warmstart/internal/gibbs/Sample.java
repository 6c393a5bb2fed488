// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import io.github.warmstart.internal.linear.Vectors;

/**
 * State of a chain after one sweep, as needed for predictions, in floats. Immutable.
 *
 * @see GibbsSampler
 */
public final class Sample {

    public final double alpha;
    public final Side users;
    public final Side items;

    Sample(GibbsSampler sampler) {
        alpha = sampler.alpha;
        users = new Side(sampler.users);
        items = new Side(sampler.items);
    }

    /** The users or the items. */
    public static final class Side {

        /** The vectors, one after another. */
        public final float[] vectors;
        /** The relative noise precision of each entity. */
        public final float[] noise;

        public final double likeness;
        /** Prior mean of a new entity without attributes. */
        private final double[] base;
        /** Prior mean of an average entity. */
        public final double[] average;
        /** The population's precision of each column. */
        public final double[] precisions;

        private final float[][] slopes;

        Side(EntityPrior population) {
            vectors = Vectors.floats(population.vectors);
            noise = Vectors.floats(population.noise);
            likeness = population.likeness;
            precisions = population.precisions.clone();
            average = population.average.clone();
            base = new double[population.columns];
            slopes = new float[population.columns][population.side.attributeCount];
            for (int c = 0; c < base.length; c++) {
                base[c] = population.level[c] + population.averageAudience[c];
                for (int j = 0; j < slopes[c].length; j++) {
                    slopes[c][j] = (float) population.slopes[c][j];
                }
            }
        }

        /** Prior mean of an entity with these attributes. */
        public double[] expected(AttributeFeatures.Row row) {
            double[] expected = base.clone();
            for (int i = 0; i < row.numbers().size(); i++) {
                int j = row.numbers().get(i);
                double value = row.values().get(i);
                for (int c = 0; c < expected.length; c++) {
                    expected[c] += value * slopes[c][j];
                }
            }
            return expected;
        }
    }
}
