// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Normal equations {@code (sum w f f' + D) x = sum w y f + d} of a weighted ridge regression, collected row by row and
 * solved by Cholesky. Reusable by one thread; allocates nothing after construction.
 */
public final class NormalEquations {

    private final int size;
    /** Only the lower triangle is filled while rows are added. */
    private final DMatrixRMaj matrix;

    private final DMatrixRMaj right;
    private final DMatrixRMaj solution;
    private final LinearSolverDense<DMatrixRMaj> solver;

    /**
     * Empty equations.
     *
     * @param size number of unknowns
     */
    public NormalEquations(int size) {
        this.size = size;
        matrix = new DMatrixRMaj(size, size);
        right = new DMatrixRMaj(size, 1);
        solution = new DMatrixRMaj(size, 1);
        solver = LinearSolverFactory_DDRM.symmPosDef(size);
    }

    /** Resets to empty equations. */
    public void clear() {
        Arrays.fill(matrix.data, 0, size * size, 0);
        Arrays.fill(right.data, 0, size, 0);
    }

    /**
     * Resets to a start matrix.
     *
     * @param start a symmetric matrix, row by row. Not modified
     * @param factor factor of the start matrix
     */
    public void clear(double[] start, double factor) {
        for (int k = 0; k < size * size; k++) {
            matrix.data[k] = factor * start[k];
        }
        Arrays.fill(right.data, 0, size, 0);
    }

    /**
     * Adds one row.
     *
     * @param features one for each unknown. Not modified
     * @param weight weight of the row
     * @param target target of the row
     */
    public void add(double[] features, double weight, double target) {
        double[] a = matrix.data;
        for (int row = 0; row < size; row++) {
            double scaled = weight * features[row];
            right.data[row] += scaled * target;
            int start = row * size;
            for (int column = 0; column <= row; column++) {
                a[start + column] += scaled * features[column];
            }
        }
    }

    /**
     * Adds a prior on one unknown.
     *
     * @param unknown its index
     * @param precision precision of the prior, 0 or more
     * @param value mean of the prior
     */
    public void addPrior(int unknown, double precision, double value) {
        matrix.data[unknown * size + unknown] += precision;
        right.data[unknown] += precision * value;
    }

    /**
     * Solves; {@link #clear} must be called before the next use.
     *
     * @return the unknowns, in an array that the next call overwrites
     * @throws IllegalStateException if the matrix is not positive definite in double precision
     */
    public double[] solve() {
        for (int row = 0; row < size; row++) {
            for (int column = row + 1; column < size; column++) {
                matrix.data[row * size + column] = matrix.data[column * size + row];
            }
        }
        if (!solver.setA(matrix)) {
            throw new IllegalStateException(
                    "normal equations must be positive definite, but were not: raise regularization(...), or check that weights are not millions of times apart");
        }
        solver.solve(right, solution);
        return solution.data;
    }
}
