// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import java.util.function.IntPredicate;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Prior of a new vector of users or items: normal with mean 0 and the second moments of the trained vectors, with a
 * tenth of the mean variance added to each, so that it exists if there are fewer vectors than factors. Immutable.
 */
public final class VectorPrior {

    private static final double RIDGE = 0.1;
    private static final double MIN_VARIANCE = 1e-9;

    final int factors;
    /** One array a row; not to be modified, like all arrays of this class. */
    public final double[][] covariance;

    public final double[][] precision;
    /** L with {@code L L' = covariance}: rows of full length, zero above the diagonal. */
    final double[][] root;

    private VectorPrior(double[][] covariance, double[][] precision) {
        factors = covariance.length;
        this.covariance = covariance;
        this.precision = precision;
        double[][] upper = new double[factors][];
        for (int k = 0; k < factors; k++) {
            upper[k] = covariance[k].clone();
        }
        Cholesky.factor(upper);
        root = new double[factors][factors];
        for (int row = 0; row < factors; row++) {
            for (int column = 0; column <= row; column++) {
                root[row][column] = upper[column][row];
            }
        }
    }

    /** The prior of the trained rows of a matrix. O(rows x factors^2). */
    public static VectorPrior of(FMatrixRMaj vectors, IntPredicate trained) {
        int factors = vectors.numCols;
        double[][] moments = new double[factors][factors];
        double[] row = new double[factors];
        int seen = 0;
        for (int number = 0; number < vectors.numRows; number++) {
            if (trained.test(number)) {
                seen++;
                for (int k = 0; k < factors; k++) {
                    row[k] = vectors.data[number * factors + k];
                }
                for (int a = 0; a < factors; a++) {
                    Vectors.addScaled(moments[a], row[a], row);
                }
            }
        }
        double trace = 0;
        for (int a = 0; a < factors; a++) {
            for (int b = 0; b < factors; b++) {
                moments[a][b] /= Math.max(1, seen);
            }
            trace += moments[a][a];
        }
        for (int a = 0; a < factors; a++) {
            moments[a][a] += RIDGE * trace / factors + MIN_VARIANCE;
        }
        DMatrixRMaj inverse = new DMatrixRMaj(factors, factors);
        if (!CommonOps_DDRM.invert(new DMatrixRMaj(moments), inverse)) {
            throw new IllegalStateException("the second moments of the vectors cannot be inverted");
        }
        double[][] precision = new double[factors][factors];
        for (int a = 0; a < factors; a++) {
            for (int b = 0; b < factors; b++) {
                precision[a][b] = inverse.get(a, b);
            }
        }
        return new VectorPrior(moments, precision);
    }
}
