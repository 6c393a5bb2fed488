// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gain;

import io.github.warmstart.recommend.LinearPosterior;
import io.github.warmstart.recommend.RatingModel;
import java.util.Arrays;
import java.util.Collection;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Second moments of the item features, weighted by exposure: {@code M = sum_j pi_j f_j f_j'}, where pi is the exposure
 * of item j, {@code (ratings_j + 1) / sum_k (ratings_k + 1)}. The average variance over the items of a user with
 * covariance S is {@code trace(S M)}. O(items x size^2 + size^3). Immutable.
 */
public final class ExposureTarget {

    /** Eigenvalues below this share of the largest one are rounding. */
    private static final double ROUNDING = 1e-12;

    /** B with {@code M = B B'}, column by column: one array a direction, none if M is 0. */
    public final double[][] root;
    /** {@code sum_j pi_j noise_j}. */
    public final double noise;

    private ExposureTarget(double[][] root, double noise) {
        this.root = root;
        this.noise = noise;
    }

    /**
     * The target for the items of a model; for a model without items, for the given ones, each with the same weight.
     */
    public static ExposureTarget of(RatingModel model, LinearPosterior posterior, Collection<String> otherwise) {
        Collection<String> itemIds = model.itemIds().isEmpty() ? otherwise : model.itemIds();
        int size = posterior.size();
        DMatrixRMaj moments = new DMatrixRMaj(size, size);
        double weights = 0;
        double noise = 0;
        for (String itemId : itemIds) {
            double weight = model.ratingCount(itemId) + 1.0;
            double[] f = posterior.features(itemId);
            for (int row = 0; row < size; row++) {
                double scaled = weight * f[row];
                for (int column = 0; column <= row; column++) {
                    moments.data[row * size + column] += scaled * f[column];
                }
            }
            weights += weight;
            noise += weight * posterior.noise(itemId);
        }
        for (int row = 0; row < size; row++) {
            for (int column = 0; column <= row; column++) {
                double moment = moments.data[row * size + column] / weights;
                moments.data[row * size + column] = moment;
                moments.data[column * size + row] = moment;
            }
        }
        return new ExposureTarget(scaledDirections(moments, size), noise / weights);
    }

    /**
     * The leading eigenvectors of a symmetric matrix without negative eigenvalues, largest first, each times the root of
     * its eigenvalue.
     *
     * @param matrix not stored
     * @param max maximum number of directions
     * @throws IllegalStateException if an entry is not finite
     */
    public static double[][] scaledDirections(DMatrixRMaj matrix, int max) {
        int size = matrix.numRows;
        for (double entry : matrix.data) {
            if (!Double.isFinite(entry)) {
                throw new IllegalStateException(
                        "a linear posterior must be finite, but its features or its covariance hold or make "
                                + entry
                                + ": look at linearPosterior(...) of the model");
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (!eigen.decompose(matrix)) {
            throw new IllegalStateException("the eigenvalues of a linear posterior do not converge");
        }
        Integer[] order = new Integer[size];
        double largest = 0;
        for (int k = 0; k < size; k++) {
            order[k] = k;
            largest = Math.max(largest, eigen.getEigenvalue(k).getReal());
        }
        Arrays.sort(
                order,
                (a, b) -> Double.compare(
                        eigen.getEigenvalue(b).getReal(), eigen.getEigenvalue(a).getReal()));
        double[][] directions = new double[size][];
        int kept = 0;
        while (kept < Math.min(max, size)) {
            double value = eigen.getEigenvalue(order[kept]).getReal();
            if (!(value > ROUNDING * largest)) {
                break;
            }
            double[] direction = new double[size];
            DMatrixRMaj vector = eigen.getEigenVector(order[kept]);
            for (int k = 0; k < size; k++) {
                direction[k] = Math.sqrt(value) * vector.data[k];
            }
            directions[kept++] = direction;
        }
        return Arrays.copyOf(directions, kept);
    }
}
