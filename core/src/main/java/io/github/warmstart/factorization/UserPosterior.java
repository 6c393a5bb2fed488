// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The posterior of one user's effect and vector, given ratings and fixed items: Bayesian linear regression of
 * {@code rating - itemMean} on {@code f = (1, q_i)} with prior {@code N(0, prior)}:
 * {@code S = (prior^-1 + sum w f f' / noise)^-1} and {@code mean = S sum w f (rating - itemMean) / noise}.
 *
 * <p>Costs O(ratings x factors^2 + factors^3). Immutable once {@link #solve} was called.
 *
 * @see <a href="https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/">Bishop:
 *     Pattern Recognition and Machine Learning (2006), equations 3.50 and 3.51</a>
 */
final class UserPosterior {

    private final int size;
    private final DMatrixRMaj precision;
    private final DMatrixRMaj information;
    private DMatrixRMaj mean;
    private DMatrixRMaj covariance;

    /**
     * The posterior before any rating.
     *
     * @param priorPrecision symmetric and positive definite, (1 + factors) square. Not modified
     */
    UserPosterior(DMatrixRMaj priorPrecision) {
        size = priorPrecision.numRows;
        precision = priorPrecision.copy();
        information = new DMatrixRMaj(size, 1);
        mean = new DMatrixRMaj(size, 1);
        covariance = new DMatrixRMaj(size, size);
    }

    /**
     * Takes in one rating.
     *
     * @param features {@code (1, q_i)}. Not modified
     * @param target the rating without the item's mean
     * @param weight weight over noise variance
     */
    void add(double[] features, double target, double weight) {
        for (int row = 0; row < size; row++) {
            double scaled = weight * features[row];
            information.data[row] += scaled * target;
            for (int column = 0; column < size; column++) {
                precision.data[row * size + column] += scaled * features[column];
            }
        }
    }

    /** Finds mean and covariance. */
    UserPosterior solve() {
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(size);
        if (!solver.setA(precision.copy())) {
            throw new IllegalStateException("the precision of a user's posterior is not positive definite");
        }
        solver.solve(information, mean);
        solver.invert(covariance);
        return this;
    }

    /** The posterior mean: effect first, then the vector. Not to be modified. */
    double[] mean() {
        return mean.data;
    }

    /** S row by row. Not to be modified. */
    double[] covariance() {
        return covariance.data;
    }

    /** {@code f' S f}: how unsure the prediction is on the user's side. */
    double variance(double[] features) {
        DMatrixRMaj f = DMatrixRMaj.wrap(size, 1, features);
        DMatrixRMaj product = new DMatrixRMaj(size, 1);
        CommonOps_DDRM.mult(covariance, f, product);
        return CommonOps_DDRM.dot(product, f);
    }
}
