// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.feature;

/**
 * Vectors of items, compared by the cosine of their standardised coordinates.
 *
 * <p>Each coordinate is centred and divided by its standard deviation over the items that have a vector; an item without
 * one has similarity 0 to everything. Worked example: coordinates (0), (1), (1), (2) have mean 1 and standard deviation
 * {@code sqrt(1/2)}, so the first and the last have cosine -1, and those at the mean 0.
 */
public final class ItemVectorSpace {

    private final float[][] vectors;
    private final int size;

    /**
     * Creates a space.
     *
     * @param coordinates one array per item; empty for an item without a vector, all others of the same length
     */
    public ItemVectorSpace(double[][] coordinates) {
        int longest = 0;
        int count = 0;
        for (double[] vector : coordinates) {
            longest = Math.max(longest, vector.length);
            count += vector.length > 0 ? 1 : 0;
        }
        size = longest;
        double[] means = new double[size];
        double[] squares = new double[size];
        for (double[] vector : coordinates) {
            for (int k = 0; k < vector.length; k++) {
                means[k] += vector[k] / count;
            }
        }
        for (double[] vector : coordinates) {
            for (int k = 0; k < vector.length; k++) {
                squares[k] += (vector[k] - means[k]) * (vector[k] - means[k]) / count;
            }
        }
        vectors = new float[coordinates.length][];
        for (int item = 0; item < coordinates.length; item++) {
            vectors[item] = unit(coordinates[item], means, squares);
        }
    }

    private static float[] unit(double[] vector, double[] means, double[] squares) {
        float[] unit = new float[vector.length];
        double length = 0;
        double[] standardised = new double[vector.length];
        for (int k = 0; k < vector.length; k++) {
            standardised[k] = squares[k] > 0 ? (vector[k] - means[k]) / Math.sqrt(squares[k]) : 0;
            length += standardised[k] * standardised[k];
        }
        for (int k = 0; k < vector.length; k++) {
            unit[k] = length > 0 ? (float) (standardised[k] / Math.sqrt(length)) : 0;
        }
        return unit;
    }

    /**
     * The mean cosine of each item with some others.
     *
     * @param others indices of items
     * @param column output, one value per item, -1 to 1
     */
    public void similarity(int[] others, float[] column) {
        double[] mean = new double[size];
        for (int other : others) {
            for (int k = 0; k < vectors[other].length; k++) {
                mean[k] += vectors[other][k] / others.length;
            }
        }
        for (int item = 0; item < column.length; item++) {
            double sum = 0;
            for (int k = 0; k < vectors[item].length; k++) {
                sum += mean[k] * vectors[item][k];
            }
            column[item] = (float) sum;
        }
    }
}
