// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Ridge regression of item means on catalogue attributes, as a {@link FayHerriot} model: it extends the estimates of
 * some items to the others. Without attributes only the intercept is left, the mean of the known estimates.
 *
 * <p>The covariates are {@link AttributeCovariates}, and one more: how often an item was rated, as {@code ln(n +}
 * {@value #PSEUDO_COUNT}{@code )} less its mean, newcomers' first ratings left out. People choose what they rate, so
 * items with many ratings have higher ones. The error variance is estimated on rated items without a signal, joined
 * with {@value #ERROR_STRENGTH} prior observations, so that answers about other items do not change the priors of
 * these.
 */
final class AttributeRegression {

    /** Prior standard deviation of the effect of an attribute value, share of the scale. */
    private static final double EFFECT_SHARE = 0.035;
    /** Prior error variance of the regression, share of the squared scale. */
    private static final double ERROR_SHARE = 0.006;

    private static final double ERROR_STRENGTH = 20;
    /** Number added to the ratings of every item, since the difference between one rating and none means little. */
    private static final double PSEUDO_COUNT = 3;
    /** Prior precision of the intercept, which only keeps the system solvable. */
    private static final double INTERCEPT_PRECISION = 1e-6;

    private final AttributeCovariates covariates;

    /** Chooses the covariates from a catalogue, once for all fits. */
    AttributeRegression(ItemCatalog catalog) {
        covariates = new AttributeCovariates(catalog);
    }

    /** Covariates from the attributes. */
    AttributeCovariates covariates() {
        return covariates;
    }

    /** Whether the catalogue has no attribute that distinguishes items. */
    boolean isEmpty() {
        return covariates.size() == 1;
    }

    /**
     * Fits the regression and gives every item a prior.
     *
     * @param known estimates of one or more items, each a mean and its variance
     * @param asked items that need a prior, none of them with a signal
     * @param signalled items with a signal
     * @param counts numbers of ratings by item; 0 for other items
     */
    Map<String, ItemPriors.Prior> priors(
            Map<String, ItemPriors.Prior> known,
            Iterable<String> asked,
            Set<String> signalled,
            Map<String, Integer> counts,
            RatingScale scale) {
        int size = covariates.size() + 1;
        double mean = known.keySet().stream()
                .mapToDouble(itemId -> logCount(counts, itemId))
                .average()
                .orElse(0);
        double[][] x = new double[known.size()][];
        double[] y = new double[known.size()];
        double[] sampling = new double[known.size()];
        BitSet unsignalled = new BitSet();
        int row = 0;
        for (Map.Entry<String, ItemPriors.Prior> one : known.entrySet()) {
            x[row] = covariates(one.getKey(), logCount(counts, one.getKey()) - mean);
            unsignalled.set(row, !signalled.contains(one.getKey()));
            y[row] = one.getValue().mean();
            sampling[row++] = one.getValue().variance();
        }
        double effect = EFFECT_SHARE * scale.length();
        double[] precisions = new double[size];
        Arrays.fill(precisions, 1 / (effect * effect));
        precisions[0] = INTERCEPT_PRECISION;
        FayHerriot fit = FayHerriot.fit(
                new FayHerriot.Areas(x, y, sampling),
                new FayHerriot.Prior(new double[size], precisions, 0),
                new FayHerriot.Unexplained(
                        ERROR_SHARE * scale.length() * scale.length(), ERROR_STRENGTH, unsignalled::get));
        Map<String, ItemPriors.Prior> priors = new LinkedHashMap<>();
        Map<Integer, IdentityHashMap<double[], ItemPriors.Prior>> alike = new HashMap<>();
        for (String itemId : asked) {
            priors.put(
                    itemId,
                    alike.computeIfAbsent(counts.getOrDefault(itemId, 0), count -> new IdentityHashMap<>())
                            .computeIfAbsent(
                                    covariates.of(itemId),
                                    mine -> prior(fit, covariates(itemId, logCount(counts, itemId) - mean), scale)));
        }
        return priors;
    }

    private double[] covariates(String itemId, double logCount) {
        double[] mine = covariates.of(itemId);
        double[] x = Arrays.copyOf(mine, mine.length + 1);
        x[mine.length] = logCount;
        return x;
    }

    private static double logCount(Map<String, Integer> counts, String itemId) {
        return StrictMath.log(counts.getOrDefault(itemId, 0) + PSEUDO_COUNT);
    }

    /** Number of ratings of each item of a table, without newcomers' first ratings. */
    static Map<String, Integer> counts(RatingTable table) {
        Map<String, Integer> counts = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            if (!table.pseudo(row) && !table.newcomer(table.user(row))) {
                counts.merge(table.itemId(table.item(row)), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static ItemPriors.Prior prior(FayHerriot fit, double[] covariates, RatingScale scale) {
        return new ItemPriors.Prior(scale.clamp(fit.predict(covariates)), fit.variance(covariates));
    }
}
