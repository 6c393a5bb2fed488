// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.rating.RatingTable;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;

/**
 * Learns user and item vectors from what effects leave over, by stochastic gradient descent.
 *
 * <p>The predicted rating is {@code b_u + m_i + p_u·q_i} with the effects {@code b} and means {@code m} given. Each
 * epoch visits every row once, in an order drawn from the seed, and takes a step against the weighted squared error plus
 * an L2 penalty on the two vectors (Koren, Bell, Volinsky 2009, equation 5, with effects held fixed). The learning rate
 * falls as {@code rate / (1 + epoch x decay)}.
 *
 * <p>One epoch costs O(rows x factors) time; memory is O((users + items) x factors). The same table, effects, options
 * and seed give the same vectors bit for bit. Confined to one thread.
 *
 * @see <a href="https://doi.org/10.1109/MC.2009.263">Koren, Bell, Volinsky: Matrix Factorization Techniques (2009)</a>
 */
final class SgdTrainer {

    /** Length of the starting vectors: small, so that the effects explain what they can first. */
    private static final double START = 0.1;

    private final RatingTable table;
    private final int factors;
    private final float regularization;
    /** What is left of each row once the effects are taken off. */
    private final float[] residuals;

    private final int[] order;
    final FMatrixRMaj users;
    final FMatrixRMaj items;

    /**
     * Draws the starting vectors.
     *
     * @param table the rows
     * @param residuals one a row: the value without its effects
     * @param factors the length of a vector
     * @param regularization the L2 penalty a visit
     * @param unit how large a rating unit is; the products of starting vectors are proportional to it
     * @param random the chance of this training
     */
    SgdTrainer(
            RatingTable table,
            float[] residuals,
            int factors,
            double regularization,
            double unit,
            SplittableRandom random) {
        this.table = table;
        this.residuals = residuals;
        this.factors = factors;
        this.regularization = (float) regularization;
        users = start(table.userCount(), unit, random.split());
        items = start(table.itemCount(), unit, random.split());
        order = new int[table.size()];
        for (int row = 0; row < order.length; row++) {
            order[row] = row;
        }
    }

    private FMatrixRMaj start(int rows, double unit, SplittableRandom random) {
        FMatrixRMaj matrix = new FMatrixRMaj(rows, factors);
        // uniform numbers of standard deviation 1: no logarithm that could differ between platforms
        double scale = START * Math.sqrt(12.0 * unit / factors);
        for (int k = 0; k < matrix.data.length; k++) {
            matrix.data[k] = (float) (scale * (random.nextDouble() - 0.5));
        }
        return matrix;
    }

    /**
     * Visits every row once.
     *
     * @param rate the length of a step
     * @param random the order of this epoch
     * @return the weighted root mean squared error before each step, in rating units
     */
    double epoch(double rate, SplittableRandom random) {
        shuffle(random);
        double squares = 0;
        double weights = 0;
        for (int row : order) {
            double weight = table.weight(row);
            float error = step(
                    table.user(row) * factors, table.item(row) * factors, residuals[row], (float) rate, (float) weight);
            squares += weight * error * error;
            weights += weight;
        }
        return weights == 0 ? 0 : Math.sqrt(squares / weights);
    }

    /** One step for the vectors that begin at p and q; returns the error before it. */
    private float step(int p, int q, float residual, float rate, float weight) {
        float[] user = users.data;
        float[] item = items.data;
        float dot = 0;
        for (int k = 0; k < factors; k++) {
            dot += user[p + k] * item[q + k];
        }
        float error = residual - dot;
        float pull = rate * weight * error;
        float keep = 1 - rate * weight * regularization;
        for (int k = 0; k < factors; k++) {
            float before = user[p + k];
            user[p + k] = keep * before + pull * item[q + k];
            item[q + k] = keep * item[q + k] + pull * before;
        }
        return error;
    }

    private void shuffle(SplittableRandom random) {
        for (int last = order.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int row = order[last];
            order[last] = order[other];
            order[other] = row;
        }
    }
}
