// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Generalised least squares estimate of the coefficients of a {@link FayHerriot} model at one unexplained variance and
 * one set of prior precisions. Each {@link #solve} reuses its matrices. For one thread.
 */
final class GeneralizedLeastSquares {
    private final FayHerriot.Areas areas;
    private final double[] means;
    private final int size;
    private final DMatrixRMaj precision;
    private final DMatrixRMaj decomposed;
    private final DMatrixRMaj information;
    private final DMatrixRMaj beta;
    private final DMatrixRMaj unit;
    private final DMatrixRMaj column;
    private final LinearSolverDense<DMatrixRMaj> solver;

    GeneralizedLeastSquares(FayHerriot.Areas areas, FayHerriot.Prior prior) {
        this.areas = areas;
        means = prior.means;
        size = means.length;
        precision = new DMatrixRMaj(size, size);
        decomposed = new DMatrixRMaj(size, size);
        information = new DMatrixRMaj(size, 1);
        beta = new DMatrixRMaj(size, 1);
        unit = new DMatrixRMaj(size, 1);
        column = new DMatrixRMaj(size, 1);
        solver = LinearSolverFactory_DDRM.symmPosDef(size);
    }

    /** Solves for the coefficients. All other methods read the last solution. */
    void solve(double[] precisions, double unexplained) {
        precision.zero();
        for (int k = 0; k < size; k++) {
            precision.data[k * size + k] = precisions[k];
            information.data[k] = precisions[k] * means[k];
        }
        for (int row = 0; row < areas.y.length; row++) {
            double weight = 1 / (areas.sampling[row] + unexplained);
            double[] x = areas.x[row];
            for (int a : areas.places[row]) {
                double scaled = weight * x[a];
                information.data[a] += scaled * areas.y[row];
                for (int b : areas.places[row]) {
                    precision.data[a * size + b] += scaled * x[b];
                }
            }
        }
        decomposed.setTo(precision);
        if (!solver.setA(decomposed)) {
            throw new IllegalStateException("the precision of the coefficients is not positive definite");
        }
        solver.solve(information, beta);
    }

    /** The unexplained variance that the residuals of the present solution suggest. */
    double unexplained(double unexplained, FayHerriot.Unexplained variance) {
        double sum = 0;
        int counted = 0;
        for (int row = 0; row < areas.y.length; row++) {
            if (variance.counted().test(row)) {
                double posterior = 1 / (1 / unexplained + 1 / areas.sampling[row]);
                double effect = posterior / areas.sampling[row] * residual(row);
                sum += effect * effect + posterior;
                counted++;
            }
        }
        return (sum + variance.strength() * variance.start()) / (counted + variance.strength());
    }

    private double residual(int row) {
        double[] x = areas.x[row];
        double residual = areas.y[row];
        for (int k : areas.places[row]) {
            residual -= x[k] * beta.data[k];
        }
        return residual;
    }

    /** Coefficients of the last solution; the next one overwrites the array. */
    double[] beta() {
        return beta.data;
    }

    /** The variance of one coefficient. */
    double coefficientVariance(int k) {
        unit.zero();
        unit.data[k] = 1;
        solver.solve(unit, column);
        return column.data[k];
    }

    /** The covariance of all coefficients, in a new matrix. */
    DMatrixRMaj covariance() {
        DMatrixRMaj covariance = new DMatrixRMaj(size, size);
        solver.invert(covariance);
        return covariance;
    }

    /**
     * The log density of the observations with the coefficients integrated out, up to a constant of their number:
     * {@code (sum ln W + sum ln p - ln |P| - sum W (y - x'beta)^2 - sum p (beta - m0)^2) / 2}.
     */
    double logEvidence(double[] precisions, double unexplained) {
        double log = 0;
        for (int row = 0; row < areas.y.length; row++) {
            double weight = 1 / (areas.sampling[row] + unexplained);
            double error = residual(row);
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
