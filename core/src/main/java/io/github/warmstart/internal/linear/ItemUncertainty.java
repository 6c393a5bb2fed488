// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Uncertainty of item vectors, by the number of their ratings.
 *
 * <p>The posterior covariance of an item's vector is {@code (Q^-1 + sum p p' / noise)^-1} over the users p who rated
 * it, with prior covariance Q: a matrix an item. This class replaces the sum by {@code n P}, n times the second moments
 * of all users' vectors. Then one basis W serves all items: with {@code W'Q^-1 W = I} and {@code W'PW = D} the
 * covariance is {@code W (I + n D / noise)^-1 W'}, and the variance of {@code p'q} costs O(factors) once {@code W'p} is
 * known. The calibration of variances corrects the scale of the approximation. Immutable.
 *
 * @see <a href="https://jhupbooks.press.jhu.edu/title/matrix-computations">Golub and Van Loan: Matrix Computations (2013),
 *     section 8.7: simultaneous diagonalisation</a>
 */
public final class ItemUncertainty {

    private final double[][] basis;
    private final double[] spectrum;

    public ItemUncertainty(VectorPrior users, VectorPrior items) {
        int factors = items.factors;
        double[][] root = items.root;
        // Q = LL', so W = LE where E are the eigenvectors of L'PL
        DMatrixRMaj inner = new DMatrixRMaj(factors, factors);
        for (int a = 0; a < factors; a++) {
            double[] spread = new double[factors];
            for (int c = a; c < factors; c++) {
                for (int d = 0; d < factors; d++) {
                    spread[d] += root[c][a] * users.covariance[c][d];
                }
            }
            for (int b = a; b < factors; b++) {
                double product = 0;
                for (int d = b; d < factors; d++) {
                    product += spread[d] * root[d][b];
                }
                inner.set(a, b, product);
                inner.set(b, a, product);
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(factors, true, true);
        if (!eigen.decompose(inner)) {
            throw new IllegalStateException("the second moments of the vectors have no eigenvalues");
        }
        basis = new double[factors][factors];
        spectrum = new double[factors];
        for (int k = 0; k < factors; k++) {
            spectrum[k] = Math.max(0, eigen.getEigenvalue(k).getReal());
            DMatrixRMaj vector = eigen.getEigenVector(k);
            for (int c = 0; c < factors; c++) {
                for (int a = 0; a <= c; a++) {
                    basis[k][c] += root[c][a] * vector.get(a, 0);
                }
            }
        }
    }

    /** {@code (W'p)^2} by component, for {@link #variance}. O(factors^2). */
    public double[] squaredProjections(double[] vector) {
        double[] squares = new double[basis.length];
        for (int k = 0; k < squares.length; k++) {
            double product = Vectors.interleavedDot(basis[k], vector, 0, squares.length);
            squares[k] = product * product;
        }
        return squares;
    }

    /**
     * The variance of {@code p'q} for the vector q of an item with so many ratings. O(factors).
     *
     * @param projections of the vector p
     * @param ratings summed weight of the item's ratings over their noise
     */
    public double variance(double[] projections, double ratings) {
        double sum = 0;
        for (int k = 0; k < projections.length; k++) {
            sum += projections[k] / (1 + ratings * spectrum[k]);
        }
        return sum;
    }
}
