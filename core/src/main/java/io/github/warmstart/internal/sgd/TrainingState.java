// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Mutable state of a training: rows in the order of visits, and effects and vectors of their users and items, by the
 * numbers of a {@link StratifiedBlocks}. Plain arrays, because the loop over them is the cost of training.
 *
 * <p>Vectors are padded with zeros to a multiple of {@link SgdKernel#LANES}: a zero stays zero under every step, and no loop
 * has a tail.
 *
 * <p>Not thread-safe by itself: threads may work on ranges of rows that share no user and no item.
 */
final class TrainingState {

    /** Distance from one vector to the next. */
    final int stride;
    /** User, item, value of each row; the blocks' own arrays. */
    final int[] rowUsers;

    final int[] rowItems;
    final float[] values;
    /** The weight of each row; null if all are 1. */
    final float @Nullable [] weights;
    /** Error of each row at its last visit, before the step. */
    final float[] errors;
    /** For each user the effect, then the share of the penalty: one memory access loads both. */
    final float[] userSides;
    /** For each item the mean, then the share of the penalty. */
    final float[] itemSides;
    /** Vectors one after another, the data of row-major matrices. */
    final float[] users;

    final float[] items;

    TrainingState(StratifiedBlocks blocks, int factors) {
        stride = (factors + SgdKernel.LANES - 1) / SgdKernel.LANES * SgdKernel.LANES;
        rowUsers = blocks.rowUsers;
        rowItems = blocks.rowItems;
        values = blocks.values;
        weights = blocks.weights;
        errors = new float[values.length];
        userSides = new float[Math.multiplyExact(2, blocks.userCount())];
        itemSides = new float[Math.multiplyExact(2, blocks.itemCount())];
        users = new float[Math.multiplyExact(blocks.userCount(), stride)];
        items = new float[Math.multiplyExact(blocks.itemCount(), stride)];
    }

    /** The weight of a row. */
    float weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    /** The vectors without their padding, in the order of a table. */
    static FMatrixRMaj matrix(float[] vectors, int stride, int[] numbers, int factors) {
        FMatrixRMaj matrix = new FMatrixRMaj(numbers.length, factors);
        for (int index = 0; index < numbers.length; index++) {
            System.arraycopy(vectors, numbers[index] * stride, matrix.data, index * factors, factors);
        }
        return matrix;
    }
}
