// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import java.util.Arrays;

/**
 * Posterior mean of an effect and a vector in the space of the ratings: {@code P F' (F P F' + N)^-1 y} with prior
 * covariance P, noise N and one row {@code (1, q)} of F a rating. The same as {@link GaussianPosterior#mean} up to
 * rounding, and cheaper if there are fewer ratings than factors: O(ratings x factors^2 + ratings^2 x factors +
 * ratings^3).
 *
 * @see <a href="https://gaussianprocess.org/gpml/">Rasmussen and Williams: Gaussian Processes for Machine Learning
 *     (2006), equations 2.11 and 2.12</a>
 */
public final class DualRegression {

    private static final int AT_ONCE = 4;

    private DualRegression() {}

    /** Whether this is cheaper than a {@link GaussianPosterior}. */
    public static boolean suits(RegressionRows rows) {
        return rows.size <= rows.factors;
    }

    /**
     * The mean: effect first, then the vector.
     *
     * @param effectVariance of the prior
     */
    public static double[] mean(double effectVariance, VectorPrior prior, RegressionRows rows) {
        int n = rows.size;
        int factors = prior.factors;
        // in the basis in which the prior is spherical: half the multiplications, within the first cache
        double[][] white = new double[n][factors];
        for (int row = 0; row < n; row++) {
            whiten(prior.root, rows.vectors[row], white[row]);
        }
        double[][] gram = new double[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = a; b < n; b++) {
                gram[a][b] = effectVariance + Vectors.interleavedDot(white[a], white[b], 0, factors);
            }
            gram[a][a] += rows.noises[a];
        }
        double[] weights = Arrays.copyOf(rows.targets, n);
        Cholesky.factor(gram);
        Cholesky.solveTransposed(gram, weights);
        Cholesky.solve(gram, weights);
        double[] sum = new double[factors];
        double effect = 0;
        for (int row = 0; row < n; row++) {
            effect += weights[row];
            Vectors.addScaled(sum, weights[row], white[row]);
        }
        double[] mean = new double[1 + factors];
        mean[0] = effectVariance * effect;
        for (int k = 0; k < factors; k++) {
            mean[1 + k] = Vectors.interleavedDot(prior.root[k], sum, 0, k + 1);
        }
        return mean;
    }

    /** {@code to = root' vector}, four rows a pass, which saves loads and stores of the result. */
    private static void whiten(double[][] root, double[] vector, double[] to) {
        int k = 0;
        for (; k + AT_ONCE <= to.length; k += AT_ONCE) {
            four(root, vector, k, to, k + AT_ONCE);
        }
        for (; k < to.length; k++) {
            Vectors.addScaled(to, vector[k], root[k]);
        }
    }

    private static void four(double[][] root, double[] vector, int k, double[] to, int end) {
        double[] r0 = root[k];
        double[] r1 = root[k + 1];
        double[] r2 = root[k + 2];
        double[] r3 = root[k + 3];
        double v0 = vector[k];
        double v1 = vector[k + 1];
        double v2 = vector[k + 2];
        double v3 = vector[k + 3];
        for (int c = 0; c < end; c++) {
            to[c] += v0 * r0[c] + v1 * r1[c] + (v2 * r2[c] + v3 * r3[c]);
        }
    }
}
