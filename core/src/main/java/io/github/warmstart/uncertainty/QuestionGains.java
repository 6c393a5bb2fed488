// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import io.github.warmstart.internal.gain.ExposureTarget;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.recommend.LinearPosterior;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * Gains of the questions to one user, given those already chosen. For one thread.
 *
 * <p>With {@code M = B B'} and the eigenvectors U of {@code B'S B}, of eigenvalues l, the variables
 * {@code l^-1/2 U'B'x} are independent and of variance 1 before any question, and the average variance is the sum of l
 * over them. The first d of them are kept; item i depends on them by {@code z_i = l^-1/2 U'B'S f_i}. The remaining
 * dependence of an item's rating, {@code f_i'S f_i - z_i'z_i}, counts as noise of its answer, as in the FITC
 * approximation of Gaussian processes. With all directions the result is exact.
 *
 * <p>For each question the class stores {@code a_i = T z_i}, where T is the covariance of the kept variables given the
 * chosen questions: the identity at first, and {@code T - T z z'T / (z'T z + noise)} after each answer (Sherman and
 * Morrison), so that a choice costs O(questions x d) and no matrix is formed. Construction costs O(size^3 + questions x
 * size^2).
 *
 * @see <a href="https://papers.nips.cc/paper/2857-sparse-gaussian-processes-using-pseudo-inputs">Snelson and Ghahramani:
 *     Sparse Gaussian Processes using Pseudo-inputs (2006)</a>
 */
final class QuestionGains {

    private final double[] spectrum;
    private final double[][] z;
    private final double[][] a;
    private final double[] noises;
    /** The average variance, weighted by exposure, before any question, in all directions. */
    final double averageVariance;

    /**
     * Gains before any choice.
     *
     * @param maxDirections number of directions to keep
     * @param signalNoise variance of an answer around the user's own rating
     */
    QuestionGains(
            ExposureTarget target,
            LinearPosterior posterior,
            List<String> itemIds,
            int maxDirections,
            double signalNoise) {
        int size = posterior.size();
        double[] covariance = posterior.covariance();
        double[][] root = target.root;
        double[][] spread = new double[root.length][];
        for (int k = 0; k < root.length; k++) {
            spread[k] = Vectors.product(covariance, root[k]);
        }
        DMatrixRMaj inner = new DMatrixRMaj(root.length, root.length);
        for (int row = 0; row < root.length; row++) {
            for (int column = 0; column <= row; column++) {
                double entry = (Vectors.dot(root[row], spread[column]) + Vectors.dot(root[column], spread[row])) / 2;
                inner.set(row, column, entry);
                inner.set(column, row, entry);
            }
        }
        double trace = 0;
        for (int k = 0; k < root.length; k++) {
            trace += inner.get(k, k);
        }
        averageVariance = Math.max(0, trace);
        double[][] directions = root.length == 0 ? root : ExposureTarget.scaledDirections(inner, maxDirections);
        spectrum = new double[directions.length];
        double[][] loadings = new double[directions.length][size];
        for (int k = 0; k < directions.length; k++) {
            spectrum[k] = Vectors.dot(directions[k], directions[k]);
            for (int j = 0; j < root.length; j++) {
                // U'B'S / sqrt(l), where the direction is U sqrt(l)
                Vectors.addScaled(loadings[k], directions[k][j] / spectrum[k], spread[j]);
            }
        }
        z = new double[itemIds.size()][directions.length];
        a = new double[itemIds.size()][];
        noises = new double[itemIds.size()];
        for (int i = 0; i < noises.length; i++) {
            double[] f = posterior.features(itemIds.get(i));
            for (int k = 0; k < directions.length; k++) {
                z[i][k] = Vectors.dot(loadings[k], f);
            }
            double leftOut = Math.max(0, Vectors.dot(f, Vectors.product(covariance, f)) - Vectors.dot(z[i], z[i]));
            noises[i] = posterior.noise(itemIds.get(i)) + signalNoise + leftOut;
            a[i] = z[i].clone();
        }
    }

    /** Reduction of the average variance by the answer: {@code z'T L T z / (z'T z + noise)}. */
    double gain(int question) {
        double[] toward = a[question];
        double sum = 0;
        for (int k = 0; k < toward.length; k++) {
            sum += spectrum[k] * toward[k] * toward[k];
        }
        return sum / (Vectors.dot(z[question], toward) + noises[question]);
    }

    /** Updates the gains for an answer to a question. */
    void choose(int question) {
        double[] toward = a[question].clone();
        double scale = 1 / (Vectors.dot(z[question], toward) + noises[question]);
        for (int i = 0; i < z.length; i++) {
            Vectors.addScaled(a[i], -scale * Vectors.dot(toward, z[i]), toward);
        }
    }
}
