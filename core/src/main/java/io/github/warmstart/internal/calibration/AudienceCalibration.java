// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.trust.Calibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Regression of item means on audience signals: {@code mean_i = a + b (signal_i - centre) + d h_i + x_i'gamma + v_i},
 * fitted as a {@link FayHerriot} model to the items that have both a signal and ratings. An item has up to two means,
 * that of newcomers' first ratings, for which {@code h_i} is 1, and that of all others, for which it is 0: first
 * ratings may be higher or lower than later ones by {@code d}. If there are only first ratings, {@code d} and the
 * offset cannot be distinguished, and the priors of both share the difference. {@code x_i} are the attributes of the
 * catalogue.
 *
 * <p>The prior of an unknown generator has offset 0, slope 1 and an error of about a quarter of a star on a scale of
 * five; it matters little once some dozens of items are rated. Offset and slope have Student's t distributions: small
 * deviations are shrunk, large ones are not.
 *
 * <p>The prior standard deviation of an attribute coefficient beside an answer is chosen from {@link #ATTRIBUTE_SHARES}
 * by marginal likelihood; a larger one needs a log likelihood that is higher by {@value #MARGIN}.
 */
final class AudienceCalibration {

    /** Prior of the offset: scale of Student's t, share of the scale. */
    static final double OFFSET_SHARE = 0.04;
    /** Prior of the slope: mean and scale of Student's t. */
    static final double DEFAULT_SLOPE = 1.0;

    static final double SLOPE_SPREAD = 0.25;
    /** Slope of answers that cannot be compared with ratings. */
    static final double UNPROVEN_SLOPE = 0.75;
    /** Prior of the error variance of an answer, share of the squared scale. */
    static final double ERROR_SHARE = 0.003;
    /** Standard deviations of an attribute coefficient beside an answer, shares of the scale. */
    static final List<Double> ATTRIBUTE_SHARES = List.of(0.003, 0.01, 0.02, 0.035);
    /** Smallest gain in log marginal likelihood for a larger one. */
    static final double MARGIN = 0.5;

    /** Number of rated items below which the prior has more weight than the data. */
    static final int MIN_PAIRS = 10;

    /** Number of covariates before the attributes: intercept, signal and first ratings. */
    private static final int FIXED = 3;

    private final FayHerriot fit;
    private final double centre;
    private final int pairs;
    private final Map<String, Double> signals;
    private final AttributeCovariates attributes;
    private final RatingScale scale;

    private AudienceCalibration(
            FayHerriot fit,
            double centre,
            int pairs,
            Map<String, Double> signals,
            AttributeCovariates attributes,
            RatingScale scale) {
        this.fit = fit;
        this.centre = centre;
        this.pairs = pairs;
        this.signals = signals;
        this.attributes = attributes;
        this.scale = scale;
    }

    /**
     * Fits the relation.
     *
     * @param later direct estimates by item, without newcomers' first ratings
     * @param first direct estimates by item from newcomers' first ratings
     * @param signals raw audience signals by item, one or more
     * @param attributes covariates of the catalogue
     * @param shiftVariance prior variance of {@code d}, above 0
     */
    static AudienceCalibration fit(
            Map<String, DirectEstimates.Mean> later,
            Map<String, DirectEstimates.Mean> first,
            Map<String, Double> signals,
            AttributeCovariates attributes,
            double shiftVariance,
            RatingScale scale) {
        List<double[]> both = new ArrayList<>();
        List<String> itemIds = new ArrayList<>();
        int pairs = 0;
        for (Map.Entry<String, Double> signal : signals.entrySet()) {
            DirectEstimates.Mean ofLater = later.get(signal.getKey());
            DirectEstimates.Mean ofFirst = first.get(signal.getKey());
            if (ofLater != null) {
                both.add(new double[] {signal.getValue(), ofLater.mean(), ofLater.variance(), 0});
                itemIds.add(signal.getKey());
            }
            if (ofFirst != null) {
                both.add(new double[] {signal.getValue(), ofFirst.mean(), ofFirst.variance(), 1});
                itemIds.add(signal.getKey());
            }
            pairs += ofLater != null || ofFirst != null ? 1 : 0;
        }
        double centre = (both.isEmpty()
                        ? signals.values().stream().mapToDouble(signal -> signal)
                        : both.stream().mapToDouble(pair -> pair[0]))
                .average()
                .orElseThrow();
        double[][] x = new double[both.size()][];
        for (int row = 0; row < x.length; row++) {
            x[row] = covariates(both.get(row)[0] - centre, both.get(row)[3], attributes.of(itemIds.get(row)));
        }
        FayHerriot.Areas areas = new FayHerriot.Areas(
                x,
                both.stream().mapToDouble(pair -> pair[1]).toArray(),
                both.stream().mapToDouble(pair -> pair[2]).toArray());
        FayHerriot best = null;
        for (double share : attributes.size() == 1 ? ATTRIBUTE_SHARES.subList(0, 1) : ATTRIBUTE_SHARES) {
            FayHerriot fit = fit(areas, centre, attributes.size() - 1, share, shiftVariance, scale);
            if (best == null || fit.logEvidence() > best.logEvidence() + MARGIN) {
                best = fit;
            }
        }
        return new AudienceCalibration(requireNonNull(best), centre, pairs, signals, attributes, scale);
    }

    private static double[] covariates(double signal, double first, double[] attributes) {
        double[] x = new double[FIXED + attributes.length - 1];
        x[0] = 1;
        x[1] = signal;
        x[2] = first;
        System.arraycopy(attributes, 1, x, FIXED, attributes.length - 1);
        return x;
    }

    private static FayHerriot fit(
            FayHerriot.Areas areas,
            double centre,
            int attributes,
            double attributeShare,
            double shiftVariance,
            RatingScale scale) {
        double offset = OFFSET_SHARE * scale.length();
        double attribute = attributeShare * scale.length();
        double[] means = new double[FIXED + attributes];
        means[0] = centre;
        means[1] = DEFAULT_SLOPE;
        double[] precisions = new double[FIXED + attributes];
        Arrays.fill(precisions, 1 / (attribute * attribute));
        precisions[0] = 1 / (offset * offset);
        precisions[1] = 1 / (SLOPE_SPREAD * SLOPE_SPREAD);
        precisions[2] = 1 / shiftVariance;
        return FayHerriot.fit(
                areas,
                new FayHerriot.Prior(means, precisions, 2),
                new FayHerriot.Unexplained(
                        ERROR_SHARE * scale.length() * scale.length(), FayHerriot.PRIOR_STRENGTH, row -> true));
    }

    /** Prior of each item with a signal, its mean clamped to the scale. */
    Map<String, ItemPriors.Prior> priors() {
        Map<String, ItemPriors.Prior> priors = new LinkedHashMap<>();
        signals.forEach((itemId, signal) -> {
            double[] covariates = covariates(signal - centre, 0, attributes.of(itemId));
            priors.put(itemId, new ItemPriors.Prior(scale.clamp(fit.predict(covariates)), fit.variance(covariates)));
        });
        return priors;
    }

    /**
     * Priors from answers that cannot be compared with ratings: the answers, shrunk by a quarter towards their mean.
     *
     * @param signals raw audience signals by item, one or more
     */
    static Map<String, ItemPriors.Prior> unproven(Map<String, Double> signals, RatingScale scale) {
        double centre = signals.values().stream()
                .mapToDouble(signal -> signal)
                .average()
                .orElseThrow();
        Map<String, ItemPriors.Prior> priors = new LinkedHashMap<>();
        signals.forEach((itemId, signal) -> priors.put(
                itemId,
                new ItemPriors.Prior(
                        scale.clamp(centre + UNPROVEN_SLOPE * (signal - centre)),
                        ERROR_SHARE * scale.length() * scale.length())));
        return priors;
    }

    /** Difference of newcomers' first ratings from later ones, {@code d}. */
    double firstShift() {
        return fit.coefficient(2);
    }

    /** Figures of the fit. */
    Calibration summary(double noiseVariance) {
        return new Calibration(
                SignalKind.AUDIENCE,
                pairs,
                pairs,
                centre - fit.coefficient(0),
                fit.coefficient(1),
                fit.standardError(1),
                fit.unexplained(),
                0,
                pairs < MIN_PAIRS,
                noiseVariance / fit.unexplained());
    }
}
