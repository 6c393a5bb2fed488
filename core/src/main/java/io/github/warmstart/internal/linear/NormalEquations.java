// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The normal equations {@code (sum w f f' + D) x = sum w y f + d} of a weighted ridge regression, gathered row by row and
 * solved by Cholesky. To be used again and again by one thread; allocates nothing once made.
 */
public final class NormalEquations {

    private final int size;
    /** Only the lower triangle is kept while rows come in. */
    private final DMatrixRMaj matrix;

    private final DMatrixRMaj right;
    private final DMatrixRMaj solution;
    private final LinearSolverDense<DMatrixRMaj> solver;

    /**
     * Equations with nothing in them.
     *
     * @param size how many unknowns
     */
    public NormalEquations(int size) {
        this.size = size;
        matrix = new DMatrixRMaj(size, size);
        right = new DMatrixRMaj(size, 1);
        solution = new DMatrixRMaj(size, 1);
        solver = LinearSolverFactory_DDRM.symmPosDef(size);
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(matrix.data, 0, size * size, 0);
        Arrays.fill(right.data, 0, size, 0);
    }

    /**
     * Forgets all, and begins with a matrix.
     *
     * @param start a symmetric matrix, row by row. Not modified
     * @param factor what it is multiplied by
     */
    public void clear(double[] start, double factor) {
        for (int k = 0; k < size * size; k++) {
            matrix.data[k] = factor * start[k];
        }
        Arrays.fill(right.data, 0, size, 0);
    }

    /**
     * Takes in one row.
     *
     * @param features as many as there are unknowns. Not modified
     * @param weight how much the row counts
     * @param target what the features should explain
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
     * Holds one unknown near a value.
     *
     * @param unknown which
     * @param precision how firmly, 0 or more
     * @param value near what
     */
    public void pull(int unknown, double precision, double value) {
        matrix.data[unknown * size + unknown] += precision;
        right.data[unknown] += precision * value;
    }

    /**
     * Solves, after which {@link #clear} must come first.
     *
     * @return the unknowns, in an array that the next call overwrites
     * @throws IllegalStateException if the matrix is not positive definite as far as numbers of double precision can tell
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
