// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The area-level model of small area estimation: {@code y_i = x_i'beta + v_i + e_i}, where the sampling variance of
 * {@code e_i} is known for each i, {@code v_i ~ N(0, tau^2)} is what the covariates cannot explain, and
 * {@code beta ~ N(m0, diag(1 / precisions))} beforehand.
 *
 * <p>{@code beta} is the generalised least squares estimate with that prior; {@code tau^2} is estimated by expectation
 * maximisation, joined with imagined observations of its starting value. A coefficient can have Student's t with
 * {@value #FREEDOM} degrees of freedom as its prior instead, as a scale mixture of normals: its precision is then
 * {@code (f + 1) / (f s^2 + (beta_k - m0_k)^2 + se_k^2)}, so that a value far from the expected one is believed once there is
 * evidence for it, and not pulled back. A few dozen passes of O(rows x covariates that are not 0, squared).
 *
 * @see <a href="https://doi.org/10.1080/01621459.1979.10482505">Fay and Herriot: Estimates of Income for Small Places
 *     (1979), equations 2.7 to 2.9</a>
 * @see <a href="https://doi.org/10.1080/01621459.1989.10478852">Lange, Little, Taylor: Robust Statistical Modeling Using
 *     the t Distribution (1989)</a>
 */
final class FayHerriot {

    /** Imagined observations behind the starting value of the unexplained variance. */
    static final double PRIOR_STRENGTH = 10;
    /** Degrees of freedom of Student's t. */
    static final double FREEDOM = 4;

    private static final int MAX_PASSES = 200;
    /** Passes end when the variance moves by less than this share of its start: far below its own standard error. */
    private static final double SETTLED = 1e-6;

    private final double[] coefficients;
    private final DMatrixRMaj covariance;
    private final double unexplained;
    private final double logEvidence;

    private FayHerriot(double[] coefficients, DMatrixRMaj covariance, double unexplained, double logEvidence) {
        this.coefficients = coefficients;
        this.covariance = covariance;
        this.unexplained = unexplained;
        this.logEvidence = logEvidence;
    }

    /** What is observed of areas. */
    static final class Areas {
        private final double[][] x;
        private final double[] y;
        private final double[] sampling;

        /**
         * Keeps the arrays, which are not modified.
         *
         * @param x covariates, one row an area
         * @param y what was observed
         * @param sampling the known variance of each observation, above 0
         */
        Areas(double[][] x, double[] y, double[] sampling) {
            this.x = x;
            this.y = y;
            this.sampling = sampling;
        }
    }

    /** What is known of the coefficients beforehand. */
    static final class Prior {
        private final double[] means;
        private final double[] precisions;
        private final int heavyTailed;

        /**
         * Keeps the arrays, which are not modified.
         *
         * @param means prior means
         * @param precisions prior precisions, above 0; of a heavy-tailed one {@code 1 / s^2}
         * @param heavyTailed how many of the first coefficients have Student's t as their prior
         */
        Prior(double[] means, double[] precisions, int heavyTailed) {
            this.means = means;
            this.precisions = precisions;
            this.heavyTailed = heavyTailed;
        }
    }

    /**
     * What is known of the unexplained variance beforehand.
     *
     * @param start the starting value, above 0
     * @param strength imagined observations of it
     * @param counted says of each area whether it tells of the variance
     */
    record Unexplained(double start, double strength, IntPredicate counted) {}

    /**
     * Fits the model with normal priors, all areas telling of the unexplained variance.
     *
     * @param x covariates, one row an area. Not modified
     * @param y what was observed. Not modified
     * @param sampling the known variance of each observation, above 0. Not modified
     * @param priorMeans prior means of the coefficients. Not modified
     * @param priorPrecisions prior precisions of the coefficients, above 0. Not modified
     * @param start the starting value of the unexplained variance, above 0
     */
    static FayHerriot fit(
            double[][] x, double[] y, double[] sampling, double[] priorMeans, double[] priorPrecisions, double start) {
        return fit(
                new Areas(x, y, sampling),
                new Prior(priorMeans, priorPrecisions, 0),
                new Unexplained(start, PRIOR_STRENGTH, row -> true));
    }

    /** Fits the model. */
    static FayHerriot fit(Areas areas, Prior prior, Unexplained variance) {
        int[][] places = new int[areas.x.length][];
        for (int row = 0; row < places.length; row++) {
            double[] x = areas.x[row];
            places[row] = IntStream.range(0, x.length).filter(k -> x[k] != 0).toArray();
        }
        double unexplained = variance.start;
        double[] precisions = prior.precisions.clone();
        Solution solution = new Solution(precisions.length);
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            solution.solve(areas, places, prior.means, precisions, unexplained);
            double moved = 0;
            if (prior.heavyTailed > 0) {
                solution.invert();
                for (int k = 0; k < prior.heavyTailed; k++) {
                    double distance = solution.beta.data[k] - prior.means[k];
                    double squares = distance * distance + solution.covariance.get(k, k);
                    double next = (FREEDOM + 1) / (FREEDOM / prior.precisions[k] + squares);
                    moved = Math.max(moved, Math.abs(next - precisions[k]) / precisions[k]);
                    precisions[k] = next;
                }
            }
            double sum = 0;
            int counted = 0;
            for (int row = 0; row < areas.y.length; row++) {
                if (variance.counted.test(row)) {
                    double posterior = 1 / (1 / unexplained + 1 / areas.sampling[row]);
                    double effect =
                            posterior / areas.sampling[row] * (areas.y[row] - dot(areas.x[row], solution.beta.data));
                    sum += effect * effect + posterior;
                    counted++;
                }
            }
            double next = (sum + variance.strength * variance.start) / (counted + variance.strength);
            boolean settled = Math.abs(next - unexplained) <= SETTLED * variance.start && moved <= SETTLED;
            unexplained = next;
            if (settled) {
                break;
            }
        }
        solution.solve(areas, places, prior.means, precisions, unexplained);
        solution.invert();
        return new FayHerriot(
                solution.beta.data,
                solution.covariance,
                unexplained,
                solution.logEvidence(areas, prior.means, precisions, unexplained));
    }

    /** The generalised least squares estimate at one unexplained variance, in matrices that are used again. */
    private static final class Solution {
        private final int size;
        private final DMatrixRMaj precision;
        private final DMatrixRMaj information;
        private final DMatrixRMaj beta;
        private final DMatrixRMaj covariance;
        private final LinearSolverDense<DMatrixRMaj> solver;

        Solution(int size) {
            this.size = size;
            precision = new DMatrixRMaj(size, size);
            information = new DMatrixRMaj(size, 1);
            beta = new DMatrixRMaj(size, 1);
            covariance = new DMatrixRMaj(size, size);
            solver = LinearSolverFactory_DDRM.symmPosDef(size);
        }

        void solve(Areas areas, int[][] places, double[] means, double[] precisions, double unexplained) {
            precision.zero();
            for (int k = 0; k < size; k++) {
                precision.data[k * size + k] = precisions[k];
                information.data[k] = precisions[k] * means[k];
            }
            for (int row = 0; row < areas.y.length; row++) {
                double weight = 1 / (areas.sampling[row] + unexplained);
                double[] x = areas.x[row];
                for (int a : places[row]) {
                    double scaled = weight * x[a];
                    information.data[a] += scaled * areas.y[row];
                    for (int b : places[row]) {
                        precision.data[a * size + b] += scaled * x[b];
                    }
                }
            }
            if (!solver.setA(precision.copy())) {
                throw new IllegalStateException("the precision of the coefficients is not positive definite");
            }
            solver.solve(information, beta);
        }

        void invert() {
            solver.invert(covariance);
        }

        /**
         * The log density of the observations with the coefficients integrated out, but for a constant of their number:
         * {@code (sum ln W + sum ln p - ln |P| - sum W (y - x'beta)^2 - sum p (beta - m0)^2) / 2}.
         */
        double logEvidence(Areas areas, double[] means, double[] precisions, double unexplained) {
            double log = 0;
            for (int row = 0; row < areas.y.length; row++) {
                double weight = 1 / (areas.sampling[row] + unexplained);
                double error = areas.y[row] - dot(areas.x[row], beta.data);
                log += StrictMath.log(weight) - weight * error * error;
            }
            for (int k = 0; k < size; k++) {
                double distance = beta.data[k] - means[k];
                log += StrictMath.log(precisions[k]) - precisions[k] * distance * distance;
            }
            CholeskyDecomposition_F64<DMatrixRMaj> factor = DecompositionFactory_DDRM.chol(size, true);
            if (!factor.decompose(precision.copy())) {
                throw new IllegalStateException("the precision of the coefficients is not positive definite");
            }
            DMatrixRMaj lower = factor.getT(null);
            for (int k = 0; k < size; k++) {
                log -= 2 * StrictMath.log(lower.get(k, k));
            }
            return log / 2;
        }
    }

    /** The logarithm of the marginal likelihood at the variance found, but for a constant of the number of areas. */
    double logEvidence() {
        return logEvidence;
    }

    /** The coefficient of one covariate. */
    double coefficient(int k) {
        return coefficients[k];
    }

    /** The standard error of one coefficient. */
    double standardError(int k) {
        return Math.sqrt(covariance.get(k, k));
    }

    /** What the covariates cannot explain, {@code tau^2}. */
    double unexplained() {
        return unexplained;
    }

    /** The expected value of an area that was not observed. */
    double predict(double[] covariates) {
        return dot(covariates, coefficients);
    }

    /** The variance of {@link #predict}: what the covariates cannot explain, and what is not known of beta. */
    double variance(double[] covariates) {
        DMatrixRMaj column = DMatrixRMaj.wrap(covariates.length, 1, covariates);
        DMatrixRMaj product = new DMatrixRMaj(covariates.length, 1);
        CommonOps_DDRM.mult(covariance, column, product);
        return unexplained + CommonOps_DDRM.dot(product, column);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
