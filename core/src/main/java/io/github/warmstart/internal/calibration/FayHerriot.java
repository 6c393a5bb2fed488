// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The area-level model of small area estimation: {@code y_i = x_i'beta + v_i + e_i}, where the sampling variance of
 * {@code e_i} is known for each i, {@code v_i ~ N(0, tau^2)} is what the covariates cannot explain, and
 * {@code beta ~ N(m0, diag(1 / precisions))} beforehand.
 *
 * <p>{@code beta} is the generalised least squares estimate with that prior; {@code tau^2} is estimated by expectation
 * maximisation, joined with {@value #PRIOR_STRENGTH} imagined observations of its starting value. A few dozen passes of
 * O(rows x covariates^2).
 *
 * @see <a href="https://doi.org/10.1080/01621459.1979.10482505">Fay and Herriot: Estimates of Income for Small Places
 *     (1979), equations 2.7 to 2.9</a>
 */
final class FayHerriot {

    /** Imagined observations behind the starting value of the unexplained variance. */
    static final double PRIOR_STRENGTH = 10;

    private static final int MAX_PASSES = 200;
    /** Passes end when the variance moves by less than this share of its start: far below its own standard error. */
    private static final double SETTLED = 1e-6;

    private final double[] coefficients;
    private final DMatrixRMaj covariance;
    private final double unexplained;

    private FayHerriot(double[] coefficients, DMatrixRMaj covariance, double unexplained) {
        this.coefficients = coefficients;
        this.covariance = covariance;
        this.unexplained = unexplained;
    }

    /**
     * Fits the model.
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
        int size = priorMeans.length;
        double unexplained = start;
        double[] beta = priorMeans.clone();
        DMatrixRMaj precision = new DMatrixRMaj(size, size);
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            beta = solve(x, y, sampling, priorMeans, priorPrecisions, unexplained, precision);
            double sum = 0;
            for (int row = 0; row < y.length; row++) {
                double posterior = 1 / (1 / unexplained + 1 / sampling[row]);
                double effect = posterior / sampling[row] * (y[row] - dot(x[row], beta));
                sum += effect * effect + posterior;
            }
            double next = (sum + PRIOR_STRENGTH * start) / (y.length + PRIOR_STRENGTH);
            boolean settled = Math.abs(next - unexplained) <= SETTLED * start;
            unexplained = next;
            if (settled) {
                break;
            }
        }
        beta = solve(x, y, sampling, priorMeans, priorPrecisions, unexplained, precision);
        DMatrixRMaj covariance = new DMatrixRMaj(size, size);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(size);
        if (!solver.setA(precision)) {
            throw new IllegalStateException("the precision of the coefficients is not positive definite");
        }
        solver.invert(covariance);
        return new FayHerriot(beta, covariance, unexplained);
    }

    private static double[] solve(
            double[][] x,
            double[] y,
            double[] sampling,
            double[] priorMeans,
            double[] priorPrecisions,
            double unexplained,
            DMatrixRMaj precision) {
        int size = priorMeans.length;
        precision.zero();
        DMatrixRMaj information = new DMatrixRMaj(size, 1);
        for (int k = 0; k < size; k++) {
            precision.data[k * size + k] = priorPrecisions[k];
            information.data[k] = priorPrecisions[k] * priorMeans[k];
        }
        for (int row = 0; row < y.length; row++) {
            double weight = 1 / (sampling[row] + unexplained);
            for (int a = 0; a < size; a++) {
                double scaled = weight * x[row][a];
                if (scaled != 0) {
                    information.data[a] += scaled * y[row];
                    for (int b = 0; b < size; b++) {
                        precision.data[a * size + b] += scaled * x[row][b];
                    }
                }
            }
        }
        DMatrixRMaj beta = new DMatrixRMaj(size, 1);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(size);
        if (!solver.setA(precision.copy())) {
            throw new IllegalStateException("the precision of the coefficients is not positive definite");
        }
        solver.solve(information, beta);
        return beta.data;
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
