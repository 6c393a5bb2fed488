// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.exposure;

/**
 * Negative binomial distribution by mean and size: a Poisson count whose rate is gamma distributed around the mean.
 *
 * <p>{@code log p(n) = lgamma(n + k) - lgamma(k) - lgamma(n + 1) + k log(k / (k + mu)) + n log(mu / (k + mu))} with mean
 * {@code mu} and size {@code k}. The variance is {@code mu + mu^2 / k}. Worked example: for {@code k = 1} it is geometric,
 * so with {@code mu = 1} the probabilities of 0, 1 and 2 are 1/2, 1/4 and 1/8.
 *
 * @see <a href="https://doi.org/10.1017/CBO9781139013567">Cameron, Trivedi: Regression Analysis of Count Data (2013),
 *     section 3.3</a>
 */
final class NegativeBinomial {

    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
    private static final double STIRLING_FROM = 8;

    private NegativeBinomial() {}

    /**
     * The log likelihood, without the term {@code lgamma(n + 1)}, which does not depend on parameters.
     *
     * @param count 0 or more; weighted counts need not be whole
     * @param mean above 0
     * @param size above 0
     */
    static double logLikelihood(double count, double mean, double size) {
        double log = size * -StrictMath.log1p(mean / size);
        if (count > 0) {
            log += logGamma(count + size) - logGamma(size) + count * -StrictMath.log1p(size / mean);
        }
        return log;
    }

    /** The logarithm of the gamma function of a positive number; Stirling's series (DLMF 5.11.1), error below 1e-10. */
    static double logGamma(double x) {
        double product = 1;
        double z = x;
        while (z < STIRLING_FROM) {
            product *= z;
            z += 1;
        }
        double inverse = 1 / (z * z);
        double series =
                (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188))))
                        / z;
        return (z - 0.5) * StrictMath.log(z) - z + HALF_LOG_TWO_PI + series - StrictMath.log(product);
    }
}
