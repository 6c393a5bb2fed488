// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;

/**
 * Stochastic gradient descent of user and item vectors in stratified blocks, with closed-form updates of the effects.
 *
 * <p>The predicted rating is {@code b_u + m_i + p_u·q_i}. Each epoch visits every row once, block by block in an order
 * drawn from the seed ({@link BlockSchedule}), and takes a {@link SgdKernel} step; then it updates the effects in
 * closed form ({@link BiasUpdater}), for large tables only every second time.
 *
 * <p><b>The penalty.</b> A visit to a user whose rows weigh {@code n} in all carries the L2 penalty
 * {@code regularization x s / sqrt(n)}, and an item's likewise, with {@code s^2} between the residual variance of the
 * bias model and the present one. Over an epoch the penalties of a user sum to {@code regularization x s x sqrt(n)}:
 * the order in which the spectral norm of pure noise grows, which is what a penalty on the trace norm has to match so
 * that noise is shrunk to 0 and tastes are not (Negahban and Wainwright 2012). A constant penalty at each visit shrinks
 * too much on much data; a constant penalty in sum shrinks too little.
 *
 * <p>One epoch costs O(rows x factors) time; memory is O((users + items) x factors + rows). The same blocks, effects,
 * options and seed give the same vectors bit for bit on any number of threads and any kernel. Driven by one thread.
 *
 * @see <a href="https://jmlr.org/papers/v13/negahban12a.html">Negahban, Wainwright: Restricted strong convexity and
 *     weighted matrix completion (2012)</a>
 */
public final class SgdTrainer {

    /** Number of rows from which on a table counts as large: biases are refreshed every other epoch. */
    public static final int LARGE = 500_000;

    /** Length of the starting vectors: small, so that the effects explain what they can first. */
    private static final double START = 0.1;
    /** Weight of a row above which its step does not grow. */
    private static final double MAX_WEIGHT = 10;
    /**
     * Limit of the step size, in rating units to the power -1, so that vectors of typical length do not overshoot a
     * value.
     */
    private static final double MAX_STEP = 0.25;
    /** Rows between two checks for an interrupt: a few milliseconds of the slowest kernel. */
    private static final int ROWS_A_LOOK = 8192;

    private final StratifiedBlocks blocks;
    private final TrainingState state;
    private final BiasUpdater effects;
    private final SgdKernel kernel;
    private final WorkerTeam team;
    private final int factors;
    private final double regularization;
    /** Standard deviation of a rating around the bias model, and around the model so far. */
    private final double firstNoise;

    private final double unit;
    /** On many rows, effects change little in an epoch, and their update takes a considerable part of its time. */
    private final int epochsARefresh;

    private double noiseNow;
    private int epochs;

    /**
     * A trainer with random starting vectors.
     *
     * @param blocks the rows
     * @param start starting effects, and their priors. Not modified
     * @param factors the length of a vector
     * @param regularization the penalty in noise standard deviations
     * @param unit size of a rating unit; the products of starting vectors are proportional to it
     * @param kernel takes the steps
     * @param team runs the blocks
     * @param random source of the starting vectors
     */
    public SgdTrainer(
            StratifiedBlocks blocks,
            BiasTerms start,
            int factors,
            double regularization,
            double unit,
            SgdKernel kernel,
            WorkerTeam team,
            SplittableRandom random) {
        this.blocks = blocks;
        this.factors = factors;
        this.regularization = regularization;
        this.kernel = kernel;
        this.team = team;
        this.unit = unit;
        epochsARefresh = blocks.values.length < LARGE ? 1 : 2;
        state = new TrainingState(blocks, factors);
        effects = new BiasUpdater(blocks, state, start);
        draw(state.users, unit, random.split());
        draw(state.items, unit, random.split());
        shares(effects.userWeights, state.userSides);
        shares(effects.itemWeights, state.itemSides);
        firstNoise = Math.sqrt(start.noise);
        noiseNow = firstNoise;
    }

    private void draw(float[] vectors, double unit, SplittableRandom random) {
        // uniform numbers of standard deviation 1: no logarithm that could differ between platforms
        double scale = START * Math.sqrt(12.0 * unit / factors);
        for (int at = 0; at < vectors.length; at += state.stride) {
            for (int k = 0; k < factors; k++) {
                vectors[at + k] = (float) (scale * (random.nextDouble() - 0.5));
            }
        }
    }

    private static void shares(double[] weights, float[] sides) {
        for (int number = 0; number < weights.length; number++) {
            sides[2 * number + 1] = weights[number] > 0 ? (float) (1 / Math.sqrt(weights[number])) : 0;
        }
    }

    /**
     * Visits every row once, then updates the effects; for a large table only every second time.
     *
     * @param rate step size, in squared rating units to the power -1/2
     * @param random the order of this epoch
     * @return the weighted root mean squared error by the errors before each step; 0 without rows
     */
    public double epoch(double rate, SplittableRandom random) {
        // the square root of a square root is a fourth root, and three of those make the power of 0.75: no platform
        // differs
        double ratio = firstNoise == 0 ? 1 : Math.sqrt(noiseNow / firstNoise);
        double noise = firstNoise * ratio * Math.sqrt(ratio);
        visit((float) rate, (float) (regularization * noise), random);
        double rmse = epochs % epochsARefresh == 0 ? effects.refresh(team) : effects.measure(team);
        epochs++;
        noiseNow = Math.min(rmse, firstNoise);
        return rmse;
    }

    /**
     * Updates the effects once more on the final vectors.
     *
     * @return the weighted root mean squared error of the model
     */
    public double settle(SplittableRandom random) {
        visit(0, 0, random);
        return effects.refresh(team);
    }

    /** Measures the weighted root mean squared error without a change of the model. */
    public double measure(SplittableRandom random) {
        visit(0, 0, random);
        return effects.measure(team);
    }

    private void visit(float rate, float penalty, SplittableRandom random) {
        float maxStep = (float) Math.max(rate, Math.min(MAX_WEIGHT * rate, MAX_STEP / unit));
        BlockSchedule order = new BlockSchedule(blocks.strata, random);
        team.run(order.turns(), turn -> {
            order.await(turn, team);
            int user = order.userStratum(turn);
            int item = order.itemStratum(turn);
            int end = blocks.end(user, item);
            for (int row = blocks.start(user, item); row < end; row += ROWS_A_LOOK) {
                team.checkStopped();
                kernel.visit(state, row, Math.min(end, row + ROWS_A_LOOK), rate, maxStep, penalty);
            }
            order.finish(turn);
        });
    }

    /** The weighted root mean squared error of the effects alone, at their start. */
    public double firstRmse() {
        return effects.firstRmse;
    }

    /** Copies the effects to the indices of the table. */
    public void copyTo(BiasTerms found) {
        effects.copyTo(found);
    }

    /** The users' vectors by the indices of the table. */
    public FMatrixRMaj users() {
        return TrainingState.matrix(state.users, state.stride, blocks.userNumbers, factors);
    }

    /** The items' vectors by the indices of the table. */
    public FMatrixRMaj items() {
        return TrainingState.matrix(state.items, state.stride, blocks.itemNumbers, factors);
    }

    /** Present prediction for a user and an item of the table, not clamped. */
    public double predict(int userIndex, int itemIndex) {
        int user = blocks.userNumbers[userIndex];
        int item = blocks.itemNumbers[itemIndex];
        double sum = state.userSides[2 * user] + (double) state.itemSides[2 * item];
        boolean bothSeen = effects.userWeights[user] > 0 && effects.itemWeights[item] > 0;
        return bothSeen
                ? sum
                        + ScalarKernel.dot(
                                state.users, user * state.stride, state.items, item * state.stride, state.stride)
                : sum;
    }
}
