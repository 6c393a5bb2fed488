// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.table.PseudoRating;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prior distributions of item means: the expected rating of an average user for each item, and its variance. Immutable
 * and thread-safe.
 */
public final class ItemPriors {

    /** Synthetic user whose pseudo ratings represent priors for learners without priors. */
    public static final String AVERAGE_USER = PseudoRating.MADE_UP + "average-user";

    private static final ItemPriors NONE = new ItemPriors(1, Map.of());

    private final double ratingVariance;
    private final Map<String, Prior> priors;

    private ItemPriors(double ratingVariance, Map<String, Prior> priors) {
        this.ratingVariance = ratingVariance;
        this.priors = Collections.unmodifiableMap(new LinkedHashMap<>(priors));
    }

    /**
     * Prior of one item.
     *
     * @param mean the expected rating of an average user, finite
     * @param variance variance of the true mean around it, in squared rating units, above 0
     */
    public record Prior(double mean, double variance) {
        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException if the mean is not finite or the variance not above 0
         */
        public Prior {
            if (!Double.isFinite(mean) || !(variance > 0) || !Double.isFinite(variance)) {
                throw new IllegalArgumentException("mean must be finite and variance finite and > 0, but were %s and %s"
                        .formatted(mean, variance));
            }
        }
    }

    /**
     * No priors.
     *
     * @return the empty priors
     */
    public static ItemPriors none() {
        return NONE;
    }

    /**
     * Priors of these items.
     *
     * @param ratingVariance the variance of one rating around the mean of its user and item, in squared rating units,
     *     above 0: it converts the variance of a prior into a number of ratings
     * @param priors by item id
     * @return the priors, in the order of the map
     * @throws IllegalArgumentException if the variance is not above 0
     */
    public static ItemPriors of(double ratingVariance, Map<String, Prior> priors) {
        if (!(ratingVariance > 0) || !Double.isFinite(ratingVariance)) {
            throw new IllegalArgumentException("ratingVariance must be finite and > 0, but was " + ratingVariance);
        }
        return new ItemPriors(ratingVariance, priors);
    }

    /**
     * Whether there is no prior.
     *
     * @return true if there is no prior
     */
    public boolean isEmpty() {
        return priors.isEmpty();
    }

    /**
     * The same means, with the effective ratings of each prior multiplied by a factor.
     *
     * @param factor finite and above 0
     * @return new priors
     * @throws IllegalArgumentException if the factor is not above 0, or so small or large that a variance overflows
     */
    public ItemPriors scaled(double factor) {
        if (!(factor > 0) || !Double.isFinite(factor)) {
            throw new IllegalArgumentException("factor must be finite and > 0, but was " + factor);
        }
        Map<String, Prior> scaled = new LinkedHashMap<>();
        priors.forEach((itemId, prior) -> scaled.put(itemId, new Prior(prior.mean(), prior.variance() / factor)));
        return new ItemPriors(ratingVariance, scaled);
    }

    /**
     * Prior of one item.
     *
     * @param itemId the application's own id
     * @return the prior, or empty
     */
    public Optional<Prior> prior(String itemId) {
        return Optional.ofNullable(priors.get(itemId));
    }

    /**
     * All priors by item id.
     *
     * @return an unmodifiable map
     */
    public Map<String, Prior> all() {
        return priors;
    }

    /**
     * The priors as ratings of the {@linkplain #AVERAGE_USER average user}, each weighted by its effective ratings:
     * {@code weight = ratingVariance / variance}.
     *
     * @return one pseudo rating for each prior
     */
    public List<PseudoRating> asPseudoRatings() {
        List<PseudoRating> rows = new ArrayList<>(priors.size());
        priors.forEach((itemId, prior) -> rows.add(new PseudoRating(
                AVERAGE_USER, itemId, prior.mean(), ratingVariance / prior.variance(), PseudoRating.Source.PRIOR)));
        return rows;
    }
}
