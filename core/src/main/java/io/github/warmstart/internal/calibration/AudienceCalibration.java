// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.trust.Calibration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What audience signals say of item means: {@code mean_i = a + b (signal_i - centre) + d h_i + v_i}, fitted as a
 * {@link FayHerriot} model to the items that have both a signal and ratings. An item has up to two means, that of
 * newcomers' first ratings, for which {@code h_i} is 1, and that of all others, for which it is 0: first ratings may be
 * higher or lower than later ones by {@code d}. Where there is nothing else, the ratings cannot tell that from a generous
 * generator, and the priors of both share what is seen.
 *
 * <p>An unknown generator is assumed to be neither generous nor strict, to spread its means as people do, and to miss by
 * about a quarter of a star on a scale of five; the assumptions weigh little as soon as some dozens of items are rated.
 * That of the offset is Student's t, as a scale mixture of normals (Lange, Little and Taylor 1989): a small difference is
 * rather put down to chance and first ratings, a large one is believed.
 *
 * @see <a href="https://doi.org/10.1080/01621459.1989.10478852">Lange, Little, Taylor: Robust Statistical Modeling Using
 *     the t Distribution (1989)</a>
 */
final class AudienceCalibration {

    /** How generous or strict an unknown generator may be: scale of Student's t, share of the scale. */
    static final double OFFSET_SHARE = 0.04;

    private static final double OFFSET_FREEDOM = 4;
    private static final int OFFSET_PASSES = 20;
    /** How far newcomers' first ratings may be from later ones: standard deviation, share of the scale. */
    static final double FIRST_SHARE = 0.033;
    /** What an unknown generator's slope is thought to be, and its standard deviation. */
    static final double DEFAULT_SLOPE = 1.0;

    static final double SLOPE_SPREAD = 0.25;
    /** By how much an unknown generator misses a mean: variance, share of the squared scale. */
    static final double MISS_SHARE = 0.003;

    /** With fewer rated items, the assumptions weigh more than what was measured. */
    static final int MIN_PAIRS = 10;

    private final FayHerriot fit;
    private final double centre;
    private final int pairs;
    private final Map<String, Double> signals;
    private final RatingScale scale;

    private AudienceCalibration(
            FayHerriot fit, double centre, int pairs, Map<String, Double> signals, RatingScale scale) {
        this.fit = fit;
        this.centre = centre;
        this.pairs = pairs;
        this.signals = signals;
        this.scale = scale;
    }

    /**
     * Fits the relation.
     *
     * @param later what the ratings alone say, by item, newcomers' first ones left out
     * @param first the same of newcomers' first ratings
     * @param signals raw audience signals by item, one or more
     */
    static AudienceCalibration fit(
            Map<String, DirectEstimates.Mean> later,
            Map<String, DirectEstimates.Mean> first,
            Map<String, Double> signals,
            RatingScale scale) {
        List<double[]> both = new ArrayList<>();
        int pairs = 0;
        for (Map.Entry<String, Double> signal : signals.entrySet()) {
            DirectEstimates.Mean ofLater = later.get(signal.getKey());
            DirectEstimates.Mean ofFirst = first.get(signal.getKey());
            if (ofLater != null) {
                both.add(new double[] {signal.getValue(), ofLater.mean(), ofLater.variance(), 0});
            }
            if (ofFirst != null) {
                both.add(new double[] {signal.getValue(), ofFirst.mean(), ofFirst.variance(), 1});
            }
            pairs += ofLater != null || ofFirst != null ? 1 : 0;
        }
        double centre = (both.isEmpty()
                        ? signals.values().stream().mapToDouble(signal -> signal)
                        : both.stream().mapToDouble(pair -> pair[0]))
                .average()
                .orElseThrow();
        double[][] x = both.stream()
                .map(pair -> new double[] {1, pair[0] - centre, pair[3]})
                .toArray(double[][]::new);
        double[] y = both.stream().mapToDouble(pair -> pair[1]).toArray();
        double[] sampling = both.stream().mapToDouble(pair -> pair[2]).toArray();
        double offset = OFFSET_SHARE * scale.length();
        FayHerriot fit = fit(x, y, sampling, centre, 1 / (offset * offset), scale);
        for (int pass = 0; pass < OFFSET_PASSES; pass++) {
            double distance = fit.coefficient(0) - centre;
            double squares = distance * distance + fit.standardError(0) * fit.standardError(0);
            double precision = (OFFSET_FREEDOM + 1) / (OFFSET_FREEDOM * offset * offset + squares);
            fit = fit(x, y, sampling, centre, precision, scale);
        }
        return new AudienceCalibration(fit, centre, pairs, signals, scale);
    }

    private static FayHerriot fit(
            double[][] x, double[] y, double[] sampling, double centre, double offsetPrecision, RatingScale scale) {
        double first = FIRST_SHARE * scale.length();
        return FayHerriot.fit(
                x,
                y,
                sampling,
                new double[] {centre, DEFAULT_SLOPE, 0},
                new double[] {offsetPrecision, 1 / (SLOPE_SPREAD * SLOPE_SPREAD), 1 / (first * first)},
                MISS_SHARE * scale.length() * scale.length());
    }

    /** The prior that each signal gives its item: on the scale, as every mean of ratings is. */
    Map<String, ItemPriors.Prior> priors() {
        Map<String, ItemPriors.Prior> priors = new LinkedHashMap<>();
        signals.forEach((itemId, signal) -> {
            double[] covariates = {1, signal - centre, 0};
            priors.put(itemId, new ItemPriors.Prior(scale.clamp(fit.predict(covariates)), fit.variance(covariates)));
        });
        return priors;
    }

    /** How much higher newcomers' first ratings are than later ones, {@code d}. */
    double firstShift() {
        return fit.coefficient(2);
    }

    /** The figures of the fit. */
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
