// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

/**
 * How the sampling of a {@link BayesianModel} went.
 *
 * @param factors the length of a vector, chosen by the size of the table unless set
 * @param sweeps how many rounds of draws were made in all, burn-in and extensions included
 * @param samples how many states were kept for predictions
 * @param splitRHat the potential scale reduction of the predictions of up to 100 pairs, pooled: near 1 if the chain has
 *     settled
 * @param converged whether that is 1.1 or less; if not, more burn-in or sweeps make a better model
 * @param noiseDeviation the typical standard deviation of a rating around its expectation, in rating units
 * @param tasteDeviation the standard deviation of what the factors add to the rating of a random pair, in rating units
 * @param trainingRmse the mean error of single samples on the ratings they were drawn from, in rating units
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
