// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import org.ejml.data.FMatrixRMaj;

/**
 * Operations on vectors in plain arrays. Each defines the order of its additions, so that results are the same bit for
 * bit on every platform.
 */
public final class Vectors {

    private Vectors() {}

    /** {@code x·y}, added from the first component to the last. */
    public static double dot(double[] x, double[] y) {
        return dot(x, 0, y, 0, x.length);
    }

    /** {@code x·y} of two parts of arrays, added from the first component to the last. */
    public static double dot(double[] x, int xStart, double[] y, int yStart, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += x[xStart + k] * y[yStart + k];
        }
        return sum;
    }

    /** {@code x·y} of two rows, in double precision, added from the first component to the last. */
    public static double dot(FMatrixRMaj xs, int xRow, FMatrixRMaj ys, int yRow) {
        double sum = 0;
        int x = xRow * xs.numCols;
        int y = yRow * ys.numCols;
        for (int k = 0; k < xs.numCols; k++) {
            sum += (double) xs.data[x + k] * ys.data[y + k];
        }
        return sum;
    }

    /** {@code x·y} of the components from start to before end, in four interleaved sums: one would wait for each addition. */
    public static double interleavedDot(double[] x, double[] y, int start, int end) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int c = start;
        for (; c < end - 3; c += 4) {
            s0 += x[c] * y[c];
            s1 += x[c + 1] * y[c + 1];
            s2 += x[c + 2] * y[c + 2];
            s3 += x[c + 3] * y[c + 3];
        }
        for (; c < end; c++) {
            s0 += x[c] * y[c];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** {@code to += factor * from}. */
    public static void addScaled(double[] to, double factor, double[] from) {
        addScaled(to, factor, from, 0, to.length);
    }

    /** {@code to += factor * from} for the components from start to before end. */
    public static void addScaled(double[] to, double factor, double[] from, int start, int end) {
        for (int k = start; k < end; k++) {
            to[k] += factor * from[k];
        }
    }

    /** Product of a square matrix, row by row, and a vector, added from the first component to the last. */
    public static double[] product(double[] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int row = 0; row < product.length; row++) {
            product[row] = dot(matrix, row * product.length, vector, 0, product.length);
        }
        return product;
    }

    /** A row of a matrix as doubles, in a new array. */
    public static double[] row(FMatrixRMaj matrix, int row) {
        double[] vector = new double[matrix.numCols];
        for (int k = 0, at = row * vector.length; k < vector.length; k++) {
            vector[k] = matrix.data[at + k];
        }
        return vector;
    }

    /** The components rounded to float, in a new array. */
    public static float[] floats(double[] doubles) {
        float[] floats = new float[doubles.length];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) doubles[k];
        }
        return floats;
    }
}
