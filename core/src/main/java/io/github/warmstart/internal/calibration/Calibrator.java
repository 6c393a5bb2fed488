// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.SyntheticShare;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds signals against real ratings and makes of them what a {@link io.github.warmstart.recommend.Recommender} can
 * learn from.
 *
 * <p>This is one function of the visible ratings and the signals. The same function serves the final training and every
 * trial of the {@code Gate}, so that what is judged is what is used, and a rating that is hidden can leak nowhere.
 *
 * <p>Immutable and thread-safe; the same input gives the same output bit for bit.
 */
public final class Calibrator {

    /** How often effects and priors are fitted in turn; they change little after the second time. */
    private static final int TURNS = 3;

    private final ItemCatalog catalog;
    private final double mostSyntheticShare;
    private final AttributeRegression attributes;

    /**
     * A calibrator for the items of a catalogue that leaves to signals what they are worth.
     *
     * @param catalog the items, whose attributes carry what is known of some to the others; may be empty
     */
    public Calibrator(ItemCatalog catalog) {
        this(catalog, 1);
    }

    /**
     * A calibrator for the items of a catalogue.
     *
     * @param catalog the items, whose attributes carry what is known of some to the others; may be empty
     * @param mostSyntheticShare how much of all {@linkplain SyntheticShare information} signals may be, above 0; 1 is no cap
     * @throws IllegalArgumentException if the share is not above 0 and at most 1
     */
    public Calibrator(ItemCatalog catalog, double mostSyntheticShare) {
        if (!(mostSyntheticShare > 0) || !(mostSyntheticShare <= 1)) {
            throw new IllegalArgumentException(
                    "mostSyntheticShare must be above 0 and at most 1, but was " + mostSyntheticShare);
        }
        this.catalog = catalog;
        this.mostSyntheticShare = mostSyntheticShare;
        this.attributes = new AttributeRegression(catalog);
    }

    /**
     * Calibrates signals.
     *
     * @param table the ratings that may be looked at, and no pseudo rating
     * @param signals what a generator made up; of several audience signals for one item the mean
     *     counts. Signals about personas become pseudo ratings of made-up users that the table does not know
     * @return priors and pseudo ratings; empty if there are no signals that say anything
     * @throws IllegalArgumentException if the table holds pseudo ratings
     */
    public CalibratedSignals calibrate(RatingTable table, List<SyntheticSignal> signals) {
        if (table.pseudoCount() > 0) {
            throw new IllegalArgumentException(
                    "table must hold nothing but ratings of people, but holds %d pseudo ratings"
                            .formatted(table.pseudoCount()));
        }
        Map<String, Double> audience = audience(signals);
        List<SyntheticSignal> users = signals.stream()
                .filter(signal -> signal.kind() == SignalKind.USER)
                .toList();
        List<Calibration> calibrations = new ArrayList<>();
        BiasModel bias = new BiasRecommender().fit(table);
        ItemPriors priors = ItemPriors.none();
        double firstShift = 0;
        if (!audience.isEmpty()) {
            AudienceCalibration fit = audienceFit(table, bias, audience);
            for (int turn = 0; turn < TURNS; turn++) {
                // learned from what newcomers will give later, held against what they gave
                firstShift = fit.firstShift();
                RatingTable levelled = NewcomerWeightEstimator.levelled(table, firstShift);
                priors = itemPriors(levelled, bias, fit.priors());
                bias = new BiasRecommender().fit(levelled, priors);
                fit = audienceFit(table, bias, audience);
            }
            Calibration summary = fit.summary(bias.noiseVariance());
            calibrations.add(summary);
            if (!summary.informative()) {
                priors = ItemPriors.none();
                bias = new BiasRecommender().fit(table);
                firstShift = 0;
            }
        }
        List<PseudoRating> rows = new ArrayList<>();
        List<SyntheticSignal> personas = signals.stream()
                .filter(signal -> signal.kind() == SignalKind.PERSONA)
                .toList();
        if (!personas.isEmpty()) {
            PersonaCalibration fit = PersonaCalibration.fit(table, bias, personas);
            calibrations.add(fit.summary());
            rows.addAll(fit.pseudoRatings(table));
        }
        if (!users.isEmpty()) {
            UserCalibration fit = UserCalibration.fit(table, bias, users);
            calibrations.add(fit.summary());
            rows.addAll(fit.pseudoRatings(table, users));
        }
        return new CalibratedSignals(priors, rows, calibrations, firstShift, SyntheticShare.NONE)
                .capped(mostSyntheticShare, table);
    }

    /**
     * What the attributes of the catalogue say by themselves: priors from the ratings of other items, and no signal. What
     * signals are worth is what they add to this.
     *
     * @param table the ratings that may be looked at, and no pseudo rating
     * @return priors; empty if there are no ratings, or no attributes that could tell items apart
     */
    public CalibratedSignals withoutSignals(RatingTable table) {
        BiasModel bias = new BiasRecommender().fit(table);
        if (attributes.isEmpty() || DirectEstimates.of(table, bias).isEmpty()) {
            return CalibratedSignals.NONE;
        }
        ItemPriors priors = ItemPriors.none();
        for (int turn = 0; turn < TURNS; turn++) {
            priors = itemPriors(table, bias, Map.of());
            bias = new BiasRecommender().fit(table, priors);
        }
        return CalibratedSignals.of(priors);
    }

    private static AudienceCalibration audienceFit(RatingTable table, BiasModel bias, Map<String, Double> audience) {
        return AudienceCalibration.fit(
                DirectEstimates.ofLater(table, bias), DirectEstimates.ofFirst(table, bias), audience, table.scale());
    }

    /** A prior for every item: from its own signal where it has one, else from items with like attributes. */
    private ItemPriors itemPriors(RatingTable table, BiasModel bias, Map<String, ItemPriors.Prior> signalled) {
        Map<String, ItemPriors.Prior> known = new LinkedHashMap<>(signalled);
        DirectEstimates.of(table, bias)
                .forEach((itemId, mean) ->
                        known.merge(itemId, new ItemPriors.Prior(mean.mean(), mean.variance()), Calibrator::pooled));
        Set<String> others = new LinkedHashSet<>();
        catalog.items().stream().map(Item::id).forEach(others::add);
        for (int item = 0; item < table.itemCount(); item++) {
            others.add(table.itemId(item));
        }
        others.removeAll(signalled.keySet());
        Map<String, ItemPriors.Prior> all = new LinkedHashMap<>(signalled);
        all.putAll(attributes.priors(known, others, signalled.keySet(), table.scale()));
        return ItemPriors.of(bias.noiseVariance(), all);
    }

    /** Two independent estimates of one mean, each weighted by its precision. */
    private static ItemPriors.Prior pooled(ItemPriors.Prior a, ItemPriors.Prior b) {
        double precision = 1 / a.variance() + 1 / b.variance();
        return new ItemPriors.Prior((a.mean() / a.variance() + b.mean() / b.variance()) / precision, 1 / precision);
    }

    private static Map<String, Double> audience(List<SyntheticSignal> signals) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (SyntheticSignal signal : signals) {
            if (signal.kind() == SignalKind.AUDIENCE) {
                double[] sum = sums.computeIfAbsent(signal.itemId(), id -> new double[2]);
                sum[0] += signal.value();
                sum[1]++;
            }
        }
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((itemId, sum) -> means.put(itemId, sum[0] / sum[1]));
        return means;
    }
}
