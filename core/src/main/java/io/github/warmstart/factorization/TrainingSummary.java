// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import java.util.OptionalDouble;

/**
 * Parameters and final error of the training of a {@link FactorModel}.
 *
 * @param factors the length of a vector
 * @param epochs number of visits to every row
 * @param learningRate the initial step size, after any halving; 0 if equations are solved instead
 * @param regularization the penalty on vectors, in noise standard deviations
 * @param strata number of blocks on each side of the table, which limits the threads that can work at once
 * @param kernel implementation of the steps: {@code plain}, or {@code vector} on {@code jdk.incubator.vector};
 *     {@code exact} if equations are solved
 * @param rmse the weighted root mean squared error on the training rows, in rating units; 0 without rows
 * @param validationRmse the error on the validation slice at the chosen number of epochs, before the final training on
 *     all rows; empty without a slice
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
