// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;

/**
 * Learns user and item vectors, and with them the effects, by stochastic gradient descent in stratified blocks.
 *
 * <p>The predicted rating is {@code b_u + m_i + p_u·q_i}. Each epoch visits every row once, block by block in an order
 * drawn from the seed ({@link BlockSchedule}), and takes a {@link SgdKernel} step; then it sets the effects anew in closed form
 * ({@link BiasUpdater}), for large tables only every second time.
 *
 * <p><b>The penalty.</b> A visit to a user whose rows weigh {@code n} in all carries the L2 penalty
 * {@code regularization x s / sqrt(n)}, and an item's likewise, with {@code s^2} between the variance that the bias model
 * leaves and that which is left now. Over an epoch the penalties of a user sum to {@code regularization x s x sqrt(n)}: the
 * order in which the spectral norm of pure noise grows, which is what a penalty on the trace norm has to match so that
 * noise is shrunk away and tastes are not (Negahban and Wainwright 2012). A penalty that is the same at each
 * visit keeps shrinking however much data there is; one that is the same in sum drowns in it too soon.
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
    /** No row takes a longer step than one of this weight would, however much it weighs. */
    private static final double MAX_WEIGHT = 10;
    /** Nor a step so long, in rating units to the power -1, that vectors of usual length overshoot its value. */
    private static final double MAX_STEP = 0.25;
    /** Rows between two looks at whether to go on: a few milliseconds of the slowest kernel. */
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
    /** Where rows are many, effects move little in an epoch, and setting them takes a good part of its time. */
    private final int epochsARefresh;

    private double noiseNow;
    private int epochs;

    /**
     * Draws the starting vectors.
     *
     * @param blocks the rows
     * @param start effects to begin with, and their priors. Not modified
     * @param factors the length of a vector
     * @param regularization the penalty in noise standard deviations
     * @param unit how large a rating unit is; the products of starting vectors are proportional to it
     * @param kernel takes the steps
     * @param team does the work
     * @param random the chance of the starting vectors
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
     * Visits every row once, then sets the effects; for a large table only every second time.
     *
     * @param rate the length of a step, in squared rating units to the power -1/2
     * @param random the order of this epoch
     * @return the weighted root mean squared error that is left, by the errors before each step; 0 without rows
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
     * Sets the effects once more against the vectors as they are.
     *
     * @return the weighted root mean squared error of the model
     */
    public double settle(SplittableRandom random) {
        visit(0, 0, random);
        return effects.refresh(team);
    }

    /** The weighted root mean squared error of the model, which stays as it is. */
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

    /** The weighted root mean squared error of the effects alone, as they began. */
    public double firstRmse() {
        return effects.firstRmse;
    }

    /** Gives the effects back under the indices of the table. */
    public void copyTo(BiasTerms found) {
        effects.copyTo(found);
    }

    /** The users' vectors under the indices of the table. */
    public FMatrixRMaj users() {
        return TrainingState.matrix(state.users, state.stride, blocks.userNumbers, factors);
    }

    /** The items' vectors under the indices of the table. */
    public FMatrixRMaj items() {
        return TrainingState.matrix(state.items, state.stride, blocks.itemNumbers, factors);
    }

    /** What the model so far predicts for a user and an item of the table, not clamped. */
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
