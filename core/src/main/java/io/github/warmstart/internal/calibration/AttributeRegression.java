// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.ItemPriors;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Carries what is known of some items to the others: item means regressed on catalogue attributes, with a ridge, as a
 * {@link FayHerriot} model. A catalogue without attributes leaves the intercept, which is the mean of what is known.
 *
 * <p>The covariates are {@link AttributeCovariates}, and one more: whether an item has a signal of its own. A generator
 * answers for the items that it has heard of, and those are not like the others.
 */
final class AttributeRegression {

    /** How far a single attribute value moves a mean: standard deviation, share of the scale. */
    private static final double EFFECT_SHARE = 0.035;
    /** By how much attributes miss a mean: variance, share of the squared scale. */
    private static final double MISS_SHARE = 0.006;
    /** The intercept is free: its prior precision only keeps the system solvable. */
    private static final double FREE = 1e-6;

    private final AttributeCovariates covariates;

    /** Chooses the covariates from a catalogue, once for all fits. */
    AttributeRegression(ItemCatalog catalog) {
        covariates = new AttributeCovariates(catalog);
    }

    /** Whether the catalogue has no attribute that could tell items apart. */
    boolean isEmpty() {
        return covariates.size() == 1;
    }

    /**
     * Fits the regression and gives every item a prior.
     *
     * @param known what is known of some items: a mean and its variance; one item or more
     * @param asked the items that need a prior; none of them has a signal
     * @param signalled the items with a signal of their own
     */
    Map<String, ItemPriors.Prior> priors(
            Map<String, ItemPriors.Prior> known, Iterable<String> asked, Set<String> signalled, RatingScale scale) {
        int size = covariates.size() + 1;
        double[][] x = new double[known.size()][];
        double[] y = new double[known.size()];
        double[] sampling = new double[known.size()];
        int row = 0;
        for (Map.Entry<String, ItemPriors.Prior> one : known.entrySet()) {
            x[row] = Arrays.copyOf(covariates.of(one.getKey()), size);
            x[row][size - 1] = signalled.contains(one.getKey()) ? 1 : 0;
            y[row] = one.getValue().mean();
            sampling[row++] = one.getValue().variance();
        }
        double effect = EFFECT_SHARE * scale.length();
        double[] precisions = new double[size];
        Arrays.fill(precisions, 1 / (effect * effect));
        precisions[0] = FREE;
        FayHerriot fit = FayHerriot.fit(
                x, y, sampling, new double[size], precisions, MISS_SHARE * scale.length() * scale.length());
        Map<String, ItemPriors.Prior> priors = new LinkedHashMap<>();
        IdentityHashMap<double[], ItemPriors.Prior> alike = new IdentityHashMap<>();
        for (String itemId : asked) {
            priors.put(
                    itemId,
                    alike.computeIfAbsent(covariates.of(itemId), mine -> prior(fit, Arrays.copyOf(mine, size), scale)));
        }
        return priors;
    }

    private static ItemPriors.Prior prior(FayHerriot fit, double[] covariates, RatingScale scale) {
        return new ItemPriors.Prior(scale.clamp(fit.predict(covariates)), fit.variance(covariates));
    }
}
