// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Factor {@code g} of the tastes in answers about users, in {@code prediction = model + g tau}: {@code tau} is the
 * difference between the answer about the user and that about the audience, less the mean of these differences over all
 * answers about the user. An error of the generator about an item is in both answers and cancels; one about a user's
 * level is in the mean.
 *
 * <p>It is measured on probes: answers whose rating is known and was not shown. With {@code e} the residual of that
 * rating, {@code ghat = sum(tau e) / sum(tau^2)}, and a standard error that is robust to errors shared by the probes of
 * one user. The prior has a spike at 0, of probability 1/2, and a slab {@code N(0.3, 0.2^2)}:
 *
 * <pre>{@code
 * BF   = N(ghat; 0.3, 0.2^2 + se^2) / N(ghat; 0, se^2)
 * P    = BF / (1 + BF)
 * post = (ghat / se^2 + 0.3 / 0.2^2) / (1 / se^2 + 1 / 0.2^2)
 * g    = P post, and P = 0 if post is not above 0
 * }</pre>
 *
 * <p>Without probes g is the prior mean, {@value #UNPROBED}.
 *
 * @param factor {@code g}, 0 or more
 * @param probability that answers about users are related to their tastes, {@code P}
 * @param slope the least squares estimate {@code ghat}; NaN without probes
 * @param slopeError its standard error; infinite without probes
 * @param probes number of answers it was measured on
 * @param users number of users these are about
 * @see <a href="https://doi.org/10.1080/01621459.1988.10478694">Mitchell and Beauchamp: Bayesian Variable Selection in
 *     Linear Regression (1988)</a>
 * @see <a href="https://doi.org/10.1093/biomet/73.1.13">Liang and Zeger: Longitudinal data analysis using generalized
 *     linear models (1986), for the standard error</a>
 */
public record TasteOffset(double factor, double probability, double slope, double slopeError, int probes, int users) {

    /** Prior mean and standard deviation of the factor where answers are related to tastes. */
    static final double DEFAULT_FACTOR = 0.3;

    static final double FACTOR_SPREAD = 0.2;
    /** Prior probability of a relation. */
    static final double DEFAULT_PROBABILITY = 0.5;
    /** The factor without probes. */
    static final double UNPROBED = DEFAULT_FACTOR * DEFAULT_PROBABILITY;
    /** Prior of the factor of tastes. */
    static final Prior TASTE = new Prior(DEFAULT_FACTOR, FACTOR_SPREAD, DEFAULT_PROBABILITY);

    /**
     * Spike and slab: 0, or else a normal distribution.
     *
     * @param mean of the normal distribution
     * @param spread its standard deviation
     * @param probability that the factor is not 0
     */
    record Prior(double mean, double spread, double probability) {}

    /**
     * Answer about a pair whose rating is known.
     *
     * @param userId the user
     * @param taste {@code tau}
     * @param residual of the rating, predicted without it
     * @param variance of the residual
     */
    record Probe(String userId, double taste, double residual, double variance) {}

    /** Factor without probes. */
    public static TasteOffset unprobed() {
        return unprobed(TASTE);
    }

    static TasteOffset unprobed(Prior prior) {
        return new TasteOffset(
                prior.mean * prior.probability, prior.probability, Double.NaN, Double.POSITIVE_INFINITY, 0, 0);
    }

    /**
     * Estimates the factor.
     *
     * @param probes may be empty
     */
    static TasteOffset of(List<Probe> probes) {
        return of(probes, TASTE);
    }

    /**
     * Estimates the factor.
     *
     * @param probes may be empty
     * @param assumed prior of the factor
     */
    static TasteOffset of(List<Probe> probes, Prior assumed) {
        double squares = 0;
        double products = 0;
        double byNoise = 0;
        for (Probe probe : probes) {
            squares += probe.taste * probe.taste;
            products += probe.taste * probe.residual;
            byNoise += probe.taste * probe.taste * probe.variance;
        }
        if (!(squares > 0)) {
            return unprobed(assumed);
        }
        double slope = products / squares;
        Map<String, Double> scores = new LinkedHashMap<>();
        for (Probe probe : probes) {
            scores.merge(probe.userId, probe.taste * (probe.residual - slope * probe.taste), Double::sum);
        }
        int users = scores.size();
        double clustered =
                scores.values().stream().mapToDouble(score -> score * score).sum()
                        * (users > 1 ? users / (users - 1.0) : 1);
        // few users give a poor estimate of the spread of their scores: never less than what independent noise would
        // give
        double error = Math.sqrt(Math.max(clustered, byNoise)) / squares;
        double noise = error * error;
        double prior = assumed.spread * assumed.spread;
        double distance = slope - assumed.mean;
        double logFactor = 0.5 * StrictMath.log(noise / (prior + noise))
                - 0.5 * distance * distance / (prior + noise)
                + 0.5 * slope * slope / noise;
        double posterior = (slope / noise + assumed.mean / prior) / (1 / noise + 1 / prior);
        // reversed tastes are evidence against the spike too, and are not used
        double probability = posterior <= 0
                ? 0
                : 1 / (1 + (1 - assumed.probability) / assumed.probability * StrictMath.exp(-logFactor));
        return new TasteOffset(probability * Math.max(posterior, 0), probability, slope, error, probes.size(), users);
    }
}
