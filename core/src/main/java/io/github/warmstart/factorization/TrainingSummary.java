// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import java.util.OptionalDouble;

/**
 * How a {@link FactorModel} came to be: what was chosen for its data, and how it ended.
 *
 * @param factors the length of a vector
 * @param epochs how often every row was visited
 * @param learningRate the length of the first steps, after any halving; 0 where no step is taken but equations are solved
 * @param regularization the penalty on vectors, in noise standard deviations
 * @param strata how many blocks a side the table was cut into, which is the most threads that can work at once
 * @param kernel what took the steps: {@code plain}, or {@code vector} on {@code jdk.incubator.vector}; {@code exact} where
 *     equations are solved
 * @param rmse the weighted root mean squared error on the rows it learned from, in rating units; 0 without rows
 * @param validationRmse the error on the validation slice at the number of epochs that was chosen by it, before the last
 *     training on all rows; nothing without a slice
 */
public record TrainingSummary(
        int factors,
        int epochs,
        double learningRate,
        double regularization,
        int strata,
        String kernel,
        double rmse,
        OptionalDouble validationRmse) {}
