// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

/**
 * Posterior of one effect and vector, given ratings and the fixed vectors of the other side: Bayesian linear regression
 * of the residuals of the other side's effects on {@code f = (1, q)} with a normal prior:
 * {@code S = (prior^-1 + sum f f' / noise)^-1} and {@code mean = S sum f target / noise}. Stored as the triangular
 * factor of the precision {@code S^-1 = U'U}, to which one more rating is a rank-one update.
 *
 * <p>Costs O(ratings x factors^2 + factors^3) at once, O(factors^2) for one more rating, for a variance and for a sample;
 * takes 8 x (1 + factors)^2 bytes. Immutable.
 *
 * @see <a href="https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/">Bishop:
 *     Pattern Recognition and Machine Learning (2006), equations 3.50 and 3.51</a>
 */
public final class GaussianPosterior {

    private final double[][] upper;
    private final double[] information;
    private final double[] mean;

    private GaussianPosterior(double[][] upper, double[] information) {
        this.upper = upper;
        this.information = information;
        mean = information.clone();
        Cholesky.solveTransposed(upper, mean);
        Cholesky.solve(upper, mean);
    }

    /** The posterior given all ratings. */
    public static GaussianPosterior of(double effectVariance, VectorPrior prior, RegressionRows rows) {
        int size = 1 + prior.factors;
        double[][] precision = new double[size][size];
        precision[0][0] = 1 / effectVariance;
        for (int k = 1; k < size; k++) {
            System.arraycopy(prior.precision[k - 1], 0, precision[k], 1, prior.factors);
        }
        double[] information = new double[size];
        double[] features = new double[size];
        for (int rating = 0; rating < rows.size; rating++) {
            features(rows.vectors[rating], features);
            double weight = 1 / rows.noises[rating];
            Vectors.addScaled(information, weight * rows.targets[rating], features);
            for (int row = 0; row < size; row++) {
                Vectors.addScaled(precision[row], weight * features[row], features, row, size);
            }
        }
        Cholesky.factor(precision);
        return new GaussianPosterior(precision, information);
    }

    /** The posterior with more ratings: one rank-one update each. */
    public GaussianPosterior plus(RegressionRows rows) {
        double[][] changed = new double[upper.length][];
        for (int row = 0; row < changed.length; row++) {
            changed[row] = upper[row].clone();
        }
        double[] more = information.clone();
        double[] features = new double[more.length];
        for (int rating = 0; rating < rows.size; rating++) {
            features(rows.vectors[rating], features);
            Vectors.addScaled(more, rows.targets[rating] / rows.noises[rating], features);
            double scale = Math.sqrt(1 / rows.noises[rating]);
            for (int k = 0; k < features.length; k++) {
                features[k] *= scale;
            }
            Cholesky.update(changed, features);
        }
        return new GaussianPosterior(changed, more);
    }

    private static void features(double[] vector, double[] into) {
        into[0] = 1;
        System.arraycopy(vector, 0, into, 1, vector.length);
    }

    /** Effect first, then the vector. Not to be modified. */
    public double[] mean() {
        return mean;
    }

    /** {@code f' S f} of {@code f = (1, vector)}: the variance of the sum of effect and product due to this side. */
    public double variance(double[] vector) {
        double[] z = new double[mean.length];
        features(vector, z);
        Cholesky.solveTransposed(upper, z);
        return Vectors.interleavedDot(z, z, 0, z.length);
    }

    /** S row by row, effect first: {@code U^-1 U^-T}, a new array. */
    public double[] covariance() {
        int size = mean.length;
        double[][] columns = new double[size][size];
        for (int k = 0; k < size; k++) {
            columns[k][k] = 1;
            Cholesky.solveTransposed(upper, columns[k]);
        }
        double[] covariance = new double[size * size];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                covariance[row * size + column] = Vectors.interleavedDot(columns[row], columns[column], 0, size);
            }
        }
        return covariance;
    }

    /** A draw from the posterior, effect first: {@code mean + U^-1 z}. */
    public double[] sample(NormalDraws draws) {
        double[] z = new double[mean.length];
        for (int k = 0; k < z.length; k++) {
            z[k] = draws.next();
        }
        Cholesky.solve(upper, z);
        for (int k = 0; k < z.length; k++) {
            z[k] += mean[k];
        }
        return z;
    }

    /**
     * {@link #variance} of many vectors, given factor by factor. Overwrites the columns.
     *
     * @param columns one a factor, each with one number a vector
     * @param into one number a vector
     * @param count how many vectors there are
     */
    public void variances(double[][] columns, double[] into, int count) {
        double first = 1 / upper[0][0];
        for (int at = 0; at < count; at++) {
            into[at] = first * first;
        }
        for (int k = 0; k < columns.length; k++) {
            double[] column = columns[k];
            double shift = upper[0][1 + k] * first;
            for (int at = 0; at < count; at++) {
                column[at] -= shift;
            }
        }
        for (int j = 0; j < columns.length; j++) {
            double[] z = columns[j];
            double[] row = upper[1 + j];
            double inverse = 1 / row[1 + j];
            for (int at = 0; at < count; at++) {
                z[at] *= inverse;
            }
            for (int at = 0; at < count; at++) {
                into[at] += z[at] * z[at];
            }
            for (int k = j + 1; k < columns.length; k++) {
                Vectors.addScaled(columns[k], -row[1 + k], z, 0, count);
            }
        }
    }
}
