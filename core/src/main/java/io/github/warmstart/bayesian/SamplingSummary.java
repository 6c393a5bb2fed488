// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

/**
 * Summary of the sampling of a {@link BayesianModel}.
 *
 * @param factors the length of a vector, chosen by the size of the table unless set
 * @param sweeps number of sweeps, burn-in and extensions included
 * @param samples number of samples kept for predictions
 * @param splitRHat the potential scale reduction of the predictions of up to 100 pairs, pooled: near 1 if the chain has
 *     converged
 * @param converged whether that is 1.1 or less; if not, more burn-in or sweeps improve the model
 * @param noiseDeviation the typical standard deviation of a rating around its expectation, in rating units
 * @param tasteDeviation the standard deviation of the contribution of the factors to the rating of a random pair, in
 *     rating units
 * @param trainingRmse the mean training error of single samples, in rating units
 */
public record SamplingSummary(
        int factors,
        int sweeps,
        int samples,
        double splitRHat,
        boolean converged,
        double noiseDeviation,
        double tasteDeviation,
        double trainingRmse) {}
