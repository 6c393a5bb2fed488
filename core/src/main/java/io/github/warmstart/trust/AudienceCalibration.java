// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.signal.SignalKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What audience signals say of item means: {@code mean_i = a + b (signal_i - centre) + v_i}, fitted as a
 * {@link FayHerriot} model to the items that have both a signal and ratings.
 *
 * <p>An unknown generator is assumed to be neither generous nor strict, to spread its means as people do, and to miss by
 * about a quarter of a star on a scale of five; the assumptions weigh little as soon as some dozens of items are rated.
 */
final class AudienceCalibration {

    /** How generous or strict an unknown generator may be: standard deviation, share of the scale. */
    static final double OFFSET_SHARE = 0.07;
    /** What an unknown generator's slope is thought to be, and its standard deviation. */
    static final double USUAL_SLOPE = 1.0;

    static final double SLOPE_SPREAD = 0.25;
    /** By how much an unknown generator misses a mean: variance, share of the squared scale. */
    static final double MISS_SHARE = 0.003;

    /** With fewer rated items, the assumptions weigh more than what was measured. */
    static final int FEWEST_PAIRS = 10;

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
     * @param means what the ratings alone say, by item
     * @param signals raw audience signals by item, one or more
     */
    static AudienceCalibration fit(
            Map<String, DirectMeans.Mean> means, Map<String, Double> signals, RatingScale scale) {
        List<double[]> both = new ArrayList<>();
        signals.forEach((itemId, signal) -> {
            DirectMeans.Mean mean = means.get(itemId);
            if (mean != null) {
                both.add(new double[] {signal, mean.mean(), mean.variance()});
            }
        });
        double centre = (both.isEmpty()
                        ? signals.values().stream().mapToDouble(signal -> signal)
                        : both.stream().mapToDouble(pair -> pair[0]))
                .average()
                .orElseThrow();
        double[][] x =
                both.stream().map(pair -> new double[] {1, pair[0] - centre}).toArray(double[][]::new);
        double[] y = both.stream().mapToDouble(pair -> pair[1]).toArray();
        double[] sampling = both.stream().mapToDouble(pair -> pair[2]).toArray();
        double offset = OFFSET_SHARE * scale.length();
        double squaredLength = scale.length() * scale.length();
        FayHerriot fit = FayHerriot.fit(
                x,
                y,
                sampling,
                new double[] {centre, USUAL_SLOPE},
                new double[] {1 / (offset * offset), 1 / (SLOPE_SPREAD * SLOPE_SPREAD)},
                MISS_SHARE * squaredLength);
        return new AudienceCalibration(fit, centre, both.size(), signals, scale);
    }

    /** The prior that each signal gives its item: on the scale, as every mean of ratings is. */
    Map<String, ItemPriors.Prior> priors() {
        Map<String, ItemPriors.Prior> priors = new LinkedHashMap<>();
        signals.forEach((itemId, signal) -> {
            double[] covariates = {1, signal - centre};
            priors.put(itemId, new ItemPriors.Prior(scale.clamp(fit.predict(covariates)), fit.variance(covariates)));
        });
        return priors;
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
                pairs < FEWEST_PAIRS,
                noiseVariance / fit.unexplained());
    }
}
