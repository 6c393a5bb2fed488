// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.OffsetModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.SignalEvidence;
import io.github.warmstart.trust.SyntheticShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calibration of signals against real ratings: the result is what a {@link io.github.warmstart.recommend.Recommender}
 * can train on.
 *
 * <p>It is one function of the visible ratings and the signals, used by the final training and by every trial of the
 * {@code Gate}, so that trials test what is used, and a hidden rating cannot leak.
 *
 * <p>Immutable and thread-safe; the same input gives the same output bit for bit.
 */
public final class Calibrator {

    /** Number of alternating fits of effects and priors, which change little after the second. */
    private static final int PASSES = 3;
    /**
     * Prior variance of the newcomers' shift, as a share of the variance of their mood, and the minimum of that
     * variance as a share of the variance of user effects.
     */
    private static final double SHIFT_PART = 0.25;

    private static final double MIN_MOOD = 0.02;

    private final ItemCatalog catalog;
    private final double maxSyntheticShare;
    private final FirstRatingWeight first;
    private final boolean unproven;
    private final AttributeRegression attributes;

    /**
     * Calibrator for the items of a catalogue, without a cap on the share of signals.
     *
     * @param catalog the items, whose attributes extend estimates of some to the others; may be empty
     */
    public Calibrator(ItemCatalog catalog) {
        this(catalog, 1);
    }

    /**
     * Calibrator for the items of a catalogue.
     *
     * @param catalog the items, whose attributes extend estimates of some to the others; may be empty
     * @param maxSyntheticShare largest share of signals in all {@linkplain SyntheticShare information}, above 0; 1 is
     *     no cap
     * @throws IllegalArgumentException if the share is not above 0 and at most 1
     */
    public Calibrator(ItemCatalog catalog, double maxSyntheticShare) {
        this(catalog, maxSyntheticShare, new FirstRatingWeight(FirstRatingWeight.DEFAULT_WEIGHT, 0), false);
    }

    /**
     * Calibrator for the items of a catalogue.
     *
     * @param catalog the items, whose attributes extend estimates of some to the others; may be empty
     * @param maxSyntheticShare largest share of signals in all {@linkplain SyntheticShare information}, above 0; 1 is
     *     no cap
     * @param first weight of newcomers' first ratings
     * @param unproven whether answers about the audience are used with a fixed prior where too few rated items have one
     * @throws IllegalArgumentException if the share is not above 0 and at most 1
     */
    public Calibrator(ItemCatalog catalog, double maxSyntheticShare, FirstRatingWeight first, boolean unproven) {
        if (!(maxSyntheticShare > 0) || !(maxSyntheticShare <= 1)) {
            throw new IllegalArgumentException(
                    "maxSyntheticShare must be above 0 and at most 1, but was " + maxSyntheticShare);
        }
        this.catalog = catalog;
        this.maxSyntheticShare = maxSyntheticShare;
        this.first = first;
        this.unproven = unproven;
        this.attributes = new AttributeRegression(catalog);
    }

    /**
     * Calibrates signals.
     *
     * @param table visible ratings, without pseudo ratings
     * @param signals signals of a generator; of several audience signals for one item the mean counts. Signals about
     *     personas become pseudo ratings of invented users who are not in the table
     * @return priors and pseudo ratings; empty if no signal is distinguishable from noise
     * @throws IllegalArgumentException if the table holds pseudo ratings
     */
    public CalibratedSignals calibrate(RatingTable table, List<SyntheticSignal> signals) {
        if (table.pseudoCount() > 0) {
            throw new IllegalArgumentException(
                    "table must contain ratings of people only, but contains %d pseudo ratings"
                            .formatted(table.pseudoCount()));
        }
        Map<String, Double> audience = audience(signals);
        List<SyntheticSignal> users = signals.stream()
                .filter(signal -> signal.kind() == SignalKind.USER)
                .toList();
        List<Calibration> calibrations = new ArrayList<>();
        BiasModel plain = new BiasRecommender().fit(table);
        BiasModel bias = plain;
        ItemPriors priors = ItemPriors.none();
        FirstRatingCorrection newcomers = FirstRatingCorrection.NONE;
        if (!audience.isEmpty()) {
            Learned learned = learn(table, plain, audience);
            calibrations.add(learned.summary);
            priors = learned.priors;
            bias = learned.bias;
            newcomers = learned.newcomers;
        }
        List<PseudoRating> rows = new ArrayList<>();
        Map<String, Map<String, PairOffset>> offsets = Map.of();
        Map<String, OffsetModel.UserOffset> levels = Map.of();
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
            TasteCalibration taste = TasteCalibration.fit(table, bias, audience, users, first.weight());
            calibrations.set(
                    calibrations.size() - 1,
                    fit.summary().withProbability(taste.factor().probability()));
            offsets = taste.offsets(fit.summary().effectiveRatings());
            levels = taste.factor().factor() > 0 ? taste.levels() : Map.of();
        }
        return new CalibratedSignals(priors, rows, calibrations, newcomers, SyntheticShare.NONE, offsets, levels)
                .capped(maxSyntheticShare, table);
    }

    /** Calibrated answers about the audience. */
    private record Learned(ItemPriors priors, BiasModel bias, FirstRatingCorrection newcomers, Calibration summary) {}

    private Learned learn(RatingTable table, BiasModel plain, Map<String, Double> audience) {
        AudienceCalibration fit = audienceFit(table, plain, audience);
        int overlap = overlap(table, audience);
        boolean shown = overlap >= SignalEvidence.MIN_OVERLAP;
        double probability =
                shown ? slopeEvidence(table, plain, audience).evidence.probability() : 0;
        if (!shown && unproven) {
            ItemPriors priors = itemPriors(table, plain, AudienceCalibration.unproven(audience, table.scale()));
            return new Learned(
                    priors,
                    new BiasRecommender().fit(table, priors),
                    FirstRatingCorrection.NONE,
                    fit.summary(plain.noiseVariance()).withProbability(1));
        }
        if (probability == 0) {
            return new Learned(
                    ItemPriors.none(),
                    plain,
                    FirstRatingCorrection.NONE,
                    fit.summary(plain.noiseVariance()).withProbability(0));
        }
        ItemPriors without = attributePriors(table, plain);
        ItemPriors priors = ItemPriors.none();
        BiasModel bias = plain;
        FirstRatingWeight newcomers = first;
        double firstShift = 0;
        for (int turn = 0; turn < PASSES; turn++) {
            // estimated by comparing newcomers' first ratings with later ones
            firstShift = probability * (1 - newcomers.randomSample()) * fit.firstShift();
            RatingTable weighted = FirstRatingWeightEstimator.reweighted(table, first, newcomers);
            RatingTable unshifted = FirstRatingWeightEstimator.withoutShift(weighted, firstShift);
            priors = mixed(without, plain, itemPriors(unshifted, bias, fit.priors()), probability);
            bias = new BiasRecommender().fit(unshifted, priors);
            // better item means give a better estimate of the agreement of newcomers
            newcomers = FirstRatingWeightEstimator.updated(newcomers, unshifted, bias);
            fit = audienceFit(weighted, bias, audience);
        }
        return new Learned(
                priors,
                bias,
                new FirstRatingCorrection(firstShift, newcomers.weight() / first.weight()),
                fit.summary(bias.noiseVariance()).withProbability(probability));
    }

    /**
     * Mixture of two models of item means, as normal distributions with the mean and variance of the mixture: the model
     * with signals has the probability of a relation, the one without has the rest.
     */
    private static ItemPriors mixed(ItemPriors without, BiasModel plain, ItemPriors with, double probability) {
        ItemPriors.Prior usual = new ItemPriors.Prior(plain.centre(), plain.itemVariance());
        Map<String, ItemPriors.Prior> mixed = new LinkedHashMap<>();
        with.all().forEach((itemId, prior) -> {
            ItemPriors.Prior other = without.prior(itemId).orElse(usual);
            double distance = prior.mean() - other.mean();
            mixed.put(
                    itemId,
                    new ItemPriors.Prior(
                            other.mean() + probability * distance,
                            probability * prior.variance()
                                    + (1 - probability) * other.variance()
                                    + probability * (1 - probability) * distance * distance));
        });
        return ItemPriors.of(plain.noiseVariance(), mixed);
    }

    /**
     * Evidence for answers about the audience.
     *
     * @param table visible ratings, without pseudo ratings
     * @param signals signals of a generator; those about the audience count
     * @param seed of the permutations
     * @return the evidence
     */
    public SignalEvidence evidence(RatingTable table, List<SyntheticSignal> signals, long seed) {
        Map<String, Double> audience = audience(signals);
        int overlap = overlap(table, audience);
        if (overlap < SignalEvidence.MIN_OVERLAP) {
            return SignalEvidence.none(overlap);
        }
        BiasModel plain = new BiasRecommender().fit(table);
        Compared compared = slopeEvidence(table, plain, audience);
        SlopeEvidence evidence = compared.evidence;
        double probability = evidence.probability();
        double harm = 0;
        if (probability > 0) {
            BiasModel without = new BiasRecommender().fit(table, attributePriors(table, plain));
            harm = squaredDifference(table, without, learn(table, plain, audience).bias)
                    / (2 * squaredError(table, without));
        }
        double right = probability == 0 ? 0 : (1 - (1 - probability) * (1 - probability)) / (probability * probability);
        return new SignalEvidence(
                overlap,
                evidence.logBayesFactor(),
                probability,
                PermutationTest.pValue(compared.answers, compared.scores, seed),
                evidence.slope(),
                evidence.slopeError(),
                right * harm,
                harm);
    }

    /** Factor of the tastes in answers about users, given the calibrated answers about the audience. */
    public TasteOffset taste(RatingTable table, List<SyntheticSignal> signals) {
        Map<String, Double> audience = audience(signals);
        BiasModel plain = new BiasRecommender().fit(table);
        BiasModel bias = audience.isEmpty() ? plain : learn(table, plain, audience).bias;
        return TasteCalibration.fit(
                        table,
                        bias,
                        audience,
                        signals.stream()
                                .filter(signal -> signal.kind() == SignalKind.USER)
                                .toList(),
                        first.weight())
                .factor();
    }

    /** Whether answers are used although too few rated items have one. */
    public boolean allowsUnproven(SignalEvidence evidence) {
        return unproven && evidence.overlap() < SignalEvidence.MIN_OVERLAP;
    }

    /** Mean squared difference between the item means of two models, weighted by ratings. */
    private double squaredDifference(RatingTable table, BiasModel a, BiasModel b) {
        double sum = 0;
        double weights = 0;
        Set<String> itemIds = new LinkedHashSet<>();
        catalog.items().stream().map(Item::id).forEach(itemIds::add);
        for (int item = 0; item < table.itemCount(); item++) {
            itemIds.add(table.itemId(item));
        }
        for (String itemId : itemIds) {
            int item = table.itemIndex(itemId);
            double weight = 1.0 + (item < 0 ? 0 : table.itemSize(item));
            double difference = a.itemMean(itemId) - b.itemMean(itemId);
            sum += weight * difference * difference;
            weights += weight;
        }
        return sum / weights;
    }

    /** Expected squared error of a prediction, averaged over the ratings of the table. */
    private static double squaredError(RatingTable table, BiasModel bias) {
        double sum = 0;
        for (int row = 0; row < table.size(); row++) {
            sum += bias.userEffectVariance(table.userId(table.user(row)))
                    + bias.itemMeanVariance(table.itemId(table.item(row)));
        }
        return bias.noiseVariance() + (table.size() == 0 ? 0 : sum / table.size());
    }

    /** Number of items with both an answer and a rating. */
    private static int overlap(RatingTable table, Map<String, Double> audience) {
        int overlap = 0;
        for (String itemId : audience.keySet()) {
            int item = table.itemIndex(itemId);
            overlap += item >= 0 && table.itemSize(item) > 0 ? 1 : 0;
        }
        return overlap;
    }

    /** Evidence, and the answer and sum of scores of each item that has both an answer and ratings. */
    private static final class Compared {
        private final SlopeEvidence evidence;
        private final double[] answers;
        private final double[] scores;

        Compared(SlopeEvidence evidence, double[] answers, double[] scores) {
            this.evidence = evidence;
            this.answers = answers;
            this.scores = scores;
        }
    }

    private Compared slopeEvidence(RatingTable table, BiasModel plain, Map<String, Double> audience) {
        Map<String, DirectEstimates.Mean> later = DirectEstimates.ofLater(table, plain);
        Map<String, DirectEstimates.Mean> newcomers = DirectEstimates.ofFirst(table, plain);
        AttributeCovariates covariates = attributes.covariates();
        List<double[]> x = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        List<DirectEstimates.Mean> means = new ArrayList<>();
        List<String> itemIds = new ArrayList<>();
        audience.forEach((itemId, answer) -> {
            for (int first = 0; first <= 1; first++) {
                DirectEstimates.Mean mean = (first == 0 ? later : newcomers).get(itemId);
                if (mean != null) {
                    double[] mine = covariates.of(itemId);
                    double[] row = Arrays.copyOf(mine, mine.length + 1);
                    row[mine.length] = first;
                    x.add(row);
                    answers.add(answer);
                    means.add(mean);
                    itemIds.add(itemId);
                }
            }
        });
        double length = table.scale().length();
        List<double[]> ridges = new ArrayList<>();
        for (double share : covariates.size() == 1
                ? AudienceCalibration.ATTRIBUTE_SHARES.subList(0, 1)
                : AudienceCalibration.ATTRIBUTE_SHARES) {
            double[] ridge = new double[covariates.size() + 1];
            Arrays.fill(ridge, 1 / (share * share * length * length));
            ridge[0] = 1 / (length * length);
            ridge[covariates.size()] = 1 / shiftVariance(plain);
            ridges.add(ridge);
        }
        SlopeEvidence evidence = SlopeEvidence.of(
                new SlopeEvidence.Areas(
                        x.toArray(double[][]::new),
                        answers.stream().mapToDouble(answer -> answer).toArray(),
                        means.stream().mapToDouble(DirectEstimates.Mean::mean).toArray(),
                        means.stream()
                                .mapToDouble(DirectEstimates.Mean::variance)
                                .toArray()),
                plain.centre(),
                ridges,
                length);
        Map<String, Double> scores = new LinkedHashMap<>();
        for (int row = 0; row < itemIds.size(); row++) {
            scores.merge(itemIds.get(row), evidence.scores()[row], Double::sum);
        }
        return new Compared(
                evidence,
                scores.keySet().stream()
                        .mapToDouble(itemId -> audience.getOrDefault(itemId, Double.NaN))
                        .toArray(),
                scores.values().stream().mapToDouble(score -> score).toArray());
    }

    /** Prior variance of the shift of newcomers' first ratings: a quarter of the variance of their mood. */
    private double shiftVariance(BiasModel bias) {
        double mood = Double.isNaN(first.moodVariance())
                ? NewcomerAgreement.DEFAULT_MOOD * bias.userVariance()
                : first.moodVariance();
        return SHIFT_PART * Math.max(mood, MIN_MOOD * bias.userVariance());
    }

    /**
     * Priors from ratings and catalogue attributes alone, without signals: the baseline that signals are compared with.
     *
     * @param table visible ratings, without pseudo ratings
     * @return priors; empty if there are no ratings, or no attributes that distinguish items
     */
    public CalibratedSignals withoutSignals(RatingTable table) {
        ItemPriors priors = attributePriors(table, new BiasRecommender().fit(table));
        return priors.isEmpty() ? CalibratedSignals.NONE : CalibratedSignals.of(priors);
    }

    private ItemPriors attributePriors(RatingTable table, BiasModel plain) {
        if (attributes.isEmpty() || DirectEstimates.of(table, plain).isEmpty()) {
            return ItemPriors.none();
        }
        BiasModel bias = plain;
        ItemPriors priors = ItemPriors.none();
        for (int turn = 0; turn < PASSES; turn++) {
            priors = itemPriors(table, bias, Map.of());
            bias = new BiasRecommender().fit(table, priors);
        }
        return priors;
    }

    private AudienceCalibration audienceFit(RatingTable table, BiasModel bias, Map<String, Double> audience) {
        return AudienceCalibration.fit(
                DirectEstimates.ofLater(table, bias),
                DirectEstimates.ofFirst(table, bias),
                audience,
                attributes.covariates(),
                shiftVariance(bias),
                table.scale());
    }

    /**
     * Priors of all items: from the signal of an item, or else from items with similar attributes. In the regression on
     * attributes an answer has at most the weight of one rating, however precise it is: answered items are a selection,
     * and must not outweigh what people rate.
     */
    private ItemPriors itemPriors(RatingTable table, BiasModel bias, Map<String, ItemPriors.Prior> signalled) {
        Map<String, ItemPriors.Prior> known = new LinkedHashMap<>();
        signalled.forEach((itemId, prior) ->
                known.put(itemId, new ItemPriors.Prior(prior.mean(), prior.variance() + bias.noiseVariance())));
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
        all.putAll(
                attributes.priors(known, others, signalled.keySet(), AttributeRegression.counts(table), table.scale()));
        return ItemPriors.of(bias.noiseVariance(), all);
    }

    /** Combination of two independent estimates of one mean, weighted by precision. */
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
