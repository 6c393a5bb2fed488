// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.Arrays;

/**
 * Closed-form update of item means, then user effects, on the residuals of the vectors, by the numbers of a
 * {@link StratifiedBlocks}: each is the precision-weighted mean of its residuals and its prior, under the variances of
 * the bias model (the shrinkage of Koren 2010, section 2.1, with estimated constants).
 *
 * <p>It reads the errors that the kernel stored at the last visit of each row, so that no dot product is computed
 * twice: with {@code e} the error under the old mean {@code m}, the best mean is
 * {@code m + (sum w e / noise - (m - prior) x priorPrecision) / (priorPrecision + sum w / noise)}. Two passes over the
 * rows, each distributed by strata; sums have the same order on any number of threads.
 *
 * @see <a href="https://doi.org/10.1145/1644873.1644874">Koren: Factor in the Neighbors (2010)</a>
 */
final class BiasUpdater {

    private final StratifiedBlocks blocks;
    private final TrainingState state;
    private final double noise;
    private final double userPrecision;
    private final double[] userEffects;
    private final double[] itemMeans;
    private final double[] itemPriorMeans;
    private final double[] itemPriorPrecisions;
    /** The summed weights of each user's and each item's rows. */
    final double[] userWeights;

    final double[] itemWeights;
    private final double[] itemMoves;
    private final double[] userSums;
    private final double[] itemSums;
    /** Squared errors of each user stratum. */
    private final double[] squares;

    private final double allWeights;
    /** The weighted root mean squared error of the effects alone, at their start. */
    final double firstRmse;

    BiasUpdater(StratifiedBlocks blocks, TrainingState state, BiasTerms effects) {
        this.blocks = blocks;
        this.state = state;
        noise = effects.noise;
        userPrecision = effects.userPrecision;
        userEffects = dealt(effects.userEffects, blocks.userNumbers);
        itemMeans = dealt(effects.itemMeans, blocks.itemNumbers);
        itemPriorMeans = dealt(effects.itemPriorMeans, blocks.itemNumbers);
        itemPriorPrecisions = dealt(effects.itemPriorPrecisions, blocks.itemNumbers);
        userWeights = new double[blocks.userCount()];
        itemWeights = new double[blocks.itemCount()];
        double sum = 0;
        double errors = 0;
        for (int row = 0; row < state.values.length; row++) {
            double weight = state.weight(row);
            double error = state.values[row] - userEffects[state.rowUsers[row]] - itemMeans[state.rowItems[row]];
            errors += weight * error * error;
            userWeights[state.rowUsers[row]] += weight;
            itemWeights[state.rowItems[row]] += weight;
            sum += weight;
        }
        allWeights = sum;
        firstRmse = sum == 0 ? 0 : Math.sqrt(errors / sum);
        itemMoves = new double[itemMeans.length];
        userSums = new double[userEffects.length];
        itemSums = new double[itemMeans.length];
        squares = new double[blocks.strata];
        for (int user = 0; user < userEffects.length; user++) {
            state.userSides[2 * user] = (float) userEffects[user];
        }
        for (int item = 0; item < itemMeans.length; item++) {
            state.itemSides[2 * item] = (float) itemMeans[item];
        }
    }

    private static double[] dealt(double[] values, int[] numbers) {
        double[] dealt = new double[values.length];
        for (int index = 0; index < values.length; index++) {
            dealt[numbers[index]] = values[index];
        }
        return dealt;
    }

    /**
     * Updates all effects.
     *
     * @return the weighted root mean squared error after the update, in rating units; 0 without rows
     */
    double refresh(WorkerTeam team) {
        team.run(blocks.strata, this::refreshItems);
        team.run(blocks.strata, this::refreshUsers);
        return rmse();
    }

    /**
     * Measures without an update.
     *
     * @return the weighted root mean squared error of the last visits, in rating units; 0 without rows
     */
    double measure(WorkerTeam team) {
        team.run(blocks.strata, stratum -> {
            float[] errors = state.errors;
            double sum = 0;
            int end = blocks.end(stratum, blocks.strata - 1);
            for (int row = blocks.start(stratum, 0); row < end; row++) {
                sum += state.weight(row) * (double) errors[row] * errors[row];
            }
            squares[stratum] = sum;
        });
        return rmse();
    }

    private double rmse() {
        double sum = 0;
        for (double share : squares) {
            sum += share;
        }
        return allWeights == 0 ? 0 : Math.sqrt(Math.max(0, sum) / allWeights);
    }

    private void refreshItems(int stratum) {
        int first = blocks.itemStarts[stratum];
        int last = blocks.itemStarts[stratum + 1];
        Arrays.fill(itemSums, first, last, 0);
        float[] errors = state.errors;
        for (int other = 0; other < blocks.strata; other++) {
            int end = blocks.end(other, stratum);
            for (int row = blocks.start(other, stratum); row < end; row++) {
                itemSums[state.rowItems[row]] += state.weight(row) * (double) errors[row];
            }
        }
        for (int item = first; item < last; item++) {
            double pull = itemSums[item] / noise - (itemMeans[item] - itemPriorMeans[item]) * itemPriorPrecisions[item];
            itemMoves[item] = pull / (itemPriorPrecisions[item] + itemWeights[item] / noise);
            itemMeans[item] += itemMoves[item];
            state.itemSides[2 * item] = (float) itemMeans[item];
        }
    }

    private void refreshUsers(int stratum) {
        int first = blocks.userStarts[stratum];
        int last = blocks.userStarts[stratum + 1];
        Arrays.fill(userSums, first, last, 0);
        float[] errors = state.errors;
        double sum = 0;
        int end = blocks.end(stratum, blocks.strata - 1);
        for (int row = blocks.start(stratum, 0); row < end; row++) {
            double weight = state.weight(row);
            double error = errors[row] - itemMoves[state.rowItems[row]];
            userSums[state.rowUsers[row]] += weight * error;
            sum += weight * error * error;
        }
        for (int user = first; user < last; user++) {
            double pull = userSums[user] / noise - userEffects[user] * userPrecision;
            double move = pull / (userPrecision + userWeights[user] / noise);
            userEffects[user] += move;
            state.userSides[2 * user] = (float) userEffects[user];
            // sum of w (e - move)^2 over the user's rows, less that of w e^2
            sum += move * (move * userWeights[user] - 2 * userSums[user]);
        }
        squares[stratum] = sum;
    }

    /** Copies the effects to the indices of the table. */
    void copyTo(BiasTerms effects) {
        for (int user = 0; user < userEffects.length; user++) {
            effects.userEffects[user] = userEffects[blocks.userNumbers[user]];
        }
        for (int item = 0; item < itemMeans.length; item++) {
            effects.itemMeans[item] = itemMeans[blocks.itemNumbers[item]];
        }
    }
}
