// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * A learner has visited all rows once more.
 *
 * @param epoch how often it has, counted from 1; from 1 again where training starts again
 * @param ofEpochs how often it will at most
 * @param rmse the weighted root mean squared error that is left on the rows it learns from, in rating units
 */
public record EpochFinished(int epoch, int ofEpochs, double rmse) {}
