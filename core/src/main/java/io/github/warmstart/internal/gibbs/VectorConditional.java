// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import java.util.Arrays;

/**
 * Conditional posterior of one entity's vector: Bayesian linear regression with a normal prior of diagonal precision,
 * {@code P = T + F'F} and {@code P mean = T m + F'y}, where each row of F and each y is multiplied by the square root
 * of its precision.
 *
 * <p>With n rows and K columns a draw costs O(n K^2 + K^3) by the Cholesky factor of P, or, if rows are few, O(n^2 K +
 * n^3) by {@code x = u + D F'(F D F' + I)^-1 (y - F u - e)} with {@code u ~ N(m, D)}, {@code e ~ N(0, I)} and
 * {@code D = T^-1} (Bhattacharya, Chakraborty, Mallick 2016). Both draw from the same distribution. Confined to one
 * thread.
 *
 * @see <a href="https://doi.org/10.1145/1390156.1390267">Salakhutdinov, Mnih: Bayesian Probabilistic Matrix
 *     Factorization using MCMC (2008), equations 11 to 13</a>
 * @see <a href="https://doi.org/10.1093/biomet/asw042">Bhattacharya, Chakraborty, Mallick: Fast Sampling with Gaussian
 *     Scale Mixture Priors in High-Dimensional Regression (2016)</a>
 */
public final class VectorConditional {

    /** The rows of F, one after another, {@link #columns} each. To be filled after {@link #begin}. */
    public double[] features = {};
    /** To be filled after {@link #begin}. */
    public double[] targets = {};
    /** The root of each row's precision. To be filled after {@link #begin}. */
    public double[] roots = {};
    /** The conditional mean, after {@link #draw}. */
    public double[] mean = {};
    /** A draw, after {@link #draw}. */
    public double[] drawn = {};
    /** The diagonal of T. To be filled after {@link #begin}. */
    public double[] priorPrecision = {};
    /** To be filled after {@link #begin}. */
    public double[] priorMean = {};

    private double[] matrix = {};
    private double[] first = {};
    private double[] second = {};
    private int rows;
    private int columns;

    /** Prepares the arrays. */
    public void begin(int rowCount, int columnCount) {
        rows = rowCount;
        if (columns != columnCount) {
            columns = columnCount;
            mean = new double[columns];
            drawn = new double[columns];
            priorPrecision = new double[columns];
            priorMean = new double[columns];
            matrix = new double[columns * columns];
            first = new double[columns];
            second = new double[columns];
            features = new double[0];
        }
        if (features.length < rows * columns) {
            int room = rows + rows / 2 + 8;
            features = new double[room * columns];
            targets = new double[room];
            roots = new double[room];
        }
    }

    /** Computes {@link #mean} and {@link #drawn}. */
    public void draw(Draws draws) {
        draw(draws, 2 * rows < columns);
    }

    /** The same, with a choice of the method. */
    public void draw(Draws draws, boolean byRows) {
        if (byRows) {
            drawByRows(draws);
        } else {
            drawByColumns(draws);
        }
    }

    /** Residual of a row at the draw, in units of its standard deviation. */
    public double residual(int row) {
        double rest = targets[row];
        int f = row * columns;
        for (int c = 0; c < columns; c++) {
            rest -= features[f + c] * drawn[c];
        }
        return rest;
    }

    private void drawByColumns(Draws draws) {
        Arrays.fill(matrix, 0);
        for (int c = 0; c < columns; c++) {
            matrix[c * columns + c] = priorPrecision[c];
            mean[c] = priorPrecision[c] * priorMean[c];
        }
        accumulate();
        factor(matrix, columns);
        forward(matrix, columns, mean);
        for (int c = 0; c < columns; c++) {
            drawn[c] = mean[c] + draws.gaussian();
        }
        backward(matrix, columns, mean);
        backward(matrix, columns, drawn);
    }

    /*
     * F'F and F'y, lower triangle only. Four rows at a time: each element of the triangle is then loaded and stored once
     * for four products, and the inner loop is one that the compiler vectorises. This is where a fit spends its time.
     */
    private void accumulate() {
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            int p0 = row * columns;
            int p1 = p0 + columns;
            int p2 = p1 + columns;
            int p3 = p2 + columns;
            for (int i = 0; i < columns; i++) {
                double f0 = features[p0 + i];
                double f1 = features[p1 + i];
                double f2 = features[p2 + i];
                double f3 = features[p3 + i];
                mean[i] += f0 * targets[row] + f1 * targets[row + 1] + f2 * targets[row + 2] + f3 * targets[row + 3];
                int at = i * columns;
                for (int j = 0; j <= i; j++) {
                    matrix[at + j] += f0 * features[p0 + j]
                            + f1 * features[p1 + j]
                            + f2 * features[p2 + j]
                            + f3 * features[p3 + j];
                }
            }
        }
        for (; row < rows; row++) {
            int p = row * columns;
            for (int i = 0; i < columns; i++) {
                double f = features[p + i];
                mean[i] += f * targets[row];
                for (int j = 0; j <= i; j++) {
                    matrix[i * columns + j] += f * features[p + j];
                }
            }
        }
    }

    private void drawByRows(Draws draws) {
        for (int c = 0; c < columns; c++) {
            mean[c] = priorMean[c];
            drawn[c] = priorMean[c] + draws.gaussian() / Math.sqrt(priorPrecision[c]);
        }
        for (int i = 0; i < rows; i++) {
            double restOfMean = targets[i];
            double restOfDraw = targets[i] + draws.gaussian();
            for (int c = 0; c < columns; c++) {
                restOfMean -= features[i * columns + c] * mean[c];
                restOfDraw -= features[i * columns + c] * drawn[c];
            }
            first[i] = restOfMean;
            second[i] = restOfDraw;
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? 1 : 0;
                for (int c = 0; c < columns; c++) {
                    sum += features[i * columns + c] * features[j * columns + c] / priorPrecision[c];
                }
                matrix[i * rows + j] = sum;
            }
        }
        factor(matrix, rows);
        forward(matrix, rows, first);
        backward(matrix, rows, first);
        forward(matrix, rows, second);
        backward(matrix, rows, second);
        for (int i = 0; i < rows; i++) {
            for (int c = 0; c < columns; c++) {
                mean[c] += features[i * columns + c] * first[i] / priorPrecision[c];
                drawn[c] += features[i * columns + c] * second[i] / priorPrecision[c];
            }
        }
    }

    /** Turns the lower triangle of a positive definite matrix into its Cholesky factor, in place. */
    private static void factor(double[] a, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double sum = a[i * n + j];
                for (int c = 0; c < j; c++) {
                    sum -= a[i * n + c] * a[j * n + c];
                }
                a[i * n + j] = sum / a[j * n + j];
            }
            double pivot = a[i * n + i];
            double largest = pivot;
            for (int c = 0; c < i; c++) {
                pivot -= a[i * n + c] * a[i * n + c];
            }
            // rows of very large weight can cancel the prior in a pivot: rounding must not make it 0
            a[i * n + i] = Math.sqrt(Math.max(pivot, largest * 1e-15));
        }
    }

    private static void forward(double[] a, int n, double[] b) {
        for (int i = 0; i < n; i++) {
            double sum = b[i];
            for (int j = 0; j < i; j++) {
                sum -= a[i * n + j] * b[j];
            }
            b[i] = sum / a[i * n + i];
        }
    }

    private static void backward(double[] a, int n, double[] b) {
        for (int i = n - 1; i >= 0; i--) {
            double x = b[i] / a[i * n + i];
            b[i] = x;
            for (int j = 0; j < i; j++) {
                b[j] -= a[i * n + j] * x;
            }
        }
    }
}
