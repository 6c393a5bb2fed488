// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.OffsetModel;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.SyntheticShare;
import io.github.warmstart.trust.UserReliability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Result of calibration: priors of items, weighted pseudo ratings, and offsets of predictions.
 *
 * @param priors priors of item means
 * @param pseudoRatings answers about single users, each for an unrated pair, and about invented users
 * @param calibrations fit of each kind of signal
 * @param newcomers correction of newcomers' first ratings
 * @param share share of signals in all information, before and after the cap
 * @param offsets offsets of predictions for asked pairs, by user and item
 * @param levels offsets of all predictions for a user, by user
 */
public record CalibratedSignals(
        ItemPriors priors,
        List<PseudoRating> pseudoRatings,
        List<Calibration> calibrations,
        FirstRatingCorrection newcomers,
        SyntheticShare share,
        Map<String, Map<String, PairOffset>> offsets,
        Map<String, OffsetModel.UserOffset> levels) {

    /** No signals. */
    public static final CalibratedSignals NONE = of(ItemPriors.none());

    private static final double MIN_WEIGHT = 1e-4;

    /** Copies the lists. */
    public CalibratedSignals {
        pseudoRatings = List.copyOf(pseudoRatings);
        calibrations = List.copyOf(calibrations);
        Map<String, Map<String, PairOffset>> copy = new LinkedHashMap<>();
        offsets.forEach((userId, items) -> copy.put(userId, Collections.unmodifiableMap(new LinkedHashMap<>(items))));
        offsets = Collections.unmodifiableMap(copy);
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
    }

    /** Signals without a correction of first ratings, before their share is computed. */
    public CalibratedSignals(ItemPriors priors, List<PseudoRating> pseudoRatings, List<Calibration> calibrations) {
        this(priors, pseudoRatings, calibrations, FirstRatingCorrection.NONE, SyntheticShare.NONE, Map.of(), Map.of());
    }

    /** Priors from ratings and attributes alone. */
    static CalibratedSignals of(ItemPriors priors) {
        return new CalibratedSignals(priors, List.of(), List.of());
    }

    /**
     * The same signals with all weights reduced by one factor, so that they are at most a given share of the
     * information of training: with R effective ratings of people and S of signals, by {@code c R / ((1 - c) S)} where
     * S / (S + R) is above c.
     *
     * @param maxShare the cap c, above 0; 1 is no cap
     * @param table the ratings that the signals are used with
     */
    CalibratedSignals capped(double maxShare, RatingTable table) {
        double synthetic = effectiveRatings();
        double real = effectiveRatings(table);
        if (synthetic == 0) {
            return new CalibratedSignals(
                    priors, pseudoRatings, calibrations, newcomers, SyntheticShare.NONE, offsets, levels);
        }
        double before = synthetic / (synthetic + real);
        if (before <= maxShare) {
            return new CalibratedSignals(
                    priors,
                    pseudoRatings,
                    calibrations,
                    newcomers,
                    new SyntheticShare(before, before),
                    offsets,
                    levels);
        }
        if (real == 0) {
            return new CalibratedSignals(
                    ItemPriors.none(),
                    List.of(),
                    calibrations,
                    newcomers,
                    new SyntheticShare(before, 0),
                    Map.of(),
                    Map.of());
        }
        double factor = maxShare * real / ((1 - maxShare) * synthetic);
        return new CalibratedSignals(
                priors.scaled(factor),
                pseudoRatings.stream()
                        .map(row -> row.withWeight(factor * row.weight()))
                        .toList(),
                calibrations,
                newcomers,
                new SyntheticShare(before, maxShare),
                offsets((userId, offset) -> offset.times(factor)),
                levels((userId, offset) -> new OffsetModel.UserOffset(factor * offset.value(), offset.ratings())));
    }

    /** Share of signals after their weights are reduced; real ratings keep theirs. */
    private SyntheticShare shareLeft(CalibratedSignals left) {
        double all = effectiveRatings();
        double after = share.after();
        if (all == 0 || after == 0) {
            return share;
        }
        double kept = left.effectiveRatings();
        double real = all * (1 - after) / after;
        return new SyntheticShare(share.before(), kept + real == 0 ? 0 : kept / (kept + real));
    }

    /** Information of these signals, in ratings. */
    double effectiveRatings() {
        double sum = 0;
        for (PseudoRating prior : priors.asPseudoRatings()) {
            sum += prior.weight();
        }
        for (PseudoRating rating : pseudoRatings) {
            sum += rating.weight();
        }
        return sum + offsetWeight();
    }

    /** Information of the ratings of people in a table, by their weights. */
    static double effectiveRatings(RatingTable table) {
        double sum = 0;
        for (int row = 0; row < table.size(); row++) {
            sum += table.pseudo(row) ? 0 : table.weight(row);
        }
        return sum;
    }

    /**
     * Trains on real ratings, newcomers' first ones corrected by {@link #newcomers}, and on these signals; the offsets
     * are added to the predictions of the model.
     *
     * @param recommender the learner
     * @param table real ratings
     * @return the model
     */
    public RatingModel fit(Recommender recommender, RatingTable table) {
        RatingModel model = train(recommender, table);
        if (offsets.isEmpty() && levels.isEmpty()) {
            return model;
        }
        Map<String, Map<String, Double>> added = new LinkedHashMap<>();
        offsets.forEach((userId, items) -> items.forEach((itemId, offset) ->
                added.computeIfAbsent(userId, id -> new LinkedHashMap<>()).put(itemId, offset.value())));
        return new OffsetModel(model, added, levels);
    }

    private Map<String, OffsetModel.UserOffset> levels(
            BiFunction<String, OffsetModel.UserOffset, OffsetModel.UserOffset> change) {
        Map<String, OffsetModel.UserOffset> changed = new LinkedHashMap<>();
        levels.forEach((userId, offset) -> changed.put(userId, change.apply(userId, offset)));
        return changed;
    }

    /**
     * Trains the learner as {@link #fit} does, without the offsets: for policies, which may need the learner's own
     * model.
     *
     * @param recommender the learner
     * @param table real ratings
     * @return the learner's model
     */
    public RatingModel train(Recommender recommender, RatingTable table) {
        RatingTable unshifted = newcomers.applied(table);
        return recommender.fit(pseudoRatings.isEmpty() ? unshifted : unshifted.plus(pseudoRatings), priors);
    }

    private Map<String, Map<String, PairOffset>> offsets(BiFunction<String, PairOffset, PairOffset> change) {
        Map<String, Map<String, PairOffset>> changed = new LinkedHashMap<>();
        offsets.forEach((userId, items) -> {
            Map<String, PairOffset> own = new LinkedHashMap<>();
            items.forEach((itemId, offset) -> own.put(itemId, change.apply(userId, offset)));
            changed.put(userId, own);
        });
        return changed;
    }

    /**
     * Copy with weights and offsets of each user multiplied by the reliability of signals about that user.
     *
     * @param reliability factors of weights and offsets; pseudo ratings of negligible weight are left out
     * @return new calibrated signals
     */
    public CalibratedSignals weightedBy(UserReliability reliability) {
        List<PseudoRating> rows = new ArrayList<>();
        for (PseudoRating row : pseudoRatings) {
            // a row of negligible weight still costs a step in every epoch
            double weight = row.weight() * (isPersona(row) ? 1 : reliability.of(row.userId()));
            if (weight > MIN_WEIGHT) {
                rows.add(row.withWeight(weight));
            }
        }
        Map<String, Map<String, PairOffset>> own = offsets((userId, offset) -> offset.times(reliability.of(userId)));
        Map<String, OffsetModel.UserOffset> ownLevels = levels((userId, offset) ->
                new OffsetModel.UserOffset(reliability.of(userId) * offset.value(), offset.ratings()));
        CalibratedSignals weighted =
                new CalibratedSignals(priors, rows, calibrations, newcomers, share, own, ownLevels);
        return new CalibratedSignals(priors, rows, calibrations, newcomers, shareLeft(weighted), own, ownLevels);
    }

    /**
     * Share of the information of signals that is left after {@link #weightedBy}.
     *
     * @param whole the signals before
     * @param kind which of them
     * @return 0 to 1: for signals about users the share of their weights that is left, for others 1
     */
    public double shareLeftOf(CalibratedSignals whole, SignalKind kind) {
        double before = whole.weight(kind);
        return kind == SignalKind.AUDIENCE || before == 0 ? 1 : weight(kind) / before;
    }

    private double weight(SignalKind kind) {
        double rows = pseudoRatings.stream()
                .filter(row -> isPersona(row) == (kind == SignalKind.PERSONA))
                .mapToDouble(PseudoRating::weight)
                .sum();
        return kind == SignalKind.USER ? rows + offsetWeight() : rows;
    }

    /** Effective ratings of the offsets. */
    double offsetWeight() {
        double sum = 0;
        for (Map<String, PairOffset> items : offsets.values()) {
            for (PairOffset offset : items.values()) {
                sum += offset.weight();
            }
        }
        return sum;
    }

    private static boolean isPersona(PseudoRating row) {
        return row.source() == PseudoRating.Source.PERSONA;
    }

    /**
     * Effective ratings of the signals of each kind: the number of real ratings with the same information. An audience
     * signal counts as the number of ratings of an item, by different people, whose mean has the same variance; a
     * signal about a user as the weight of its pseudo rating or offset.
     *
     * <p>It is an amount of information, not of benefit: real ratings also show who rates and when, shared errors of
     * signals count only as far as calibration measures them, and an item that is never requested gains nothing from a
     * hundred ratings.
     *
     * @param signals signals that were calibrated; others are not counted
     * @return ratings, 0 or more, for each kind that was calibrated
     */
    public Map<SignalKind, Double> effectiveRatings(Collection<SyntheticSignal> signals) {
        Map<SignalKind, Double> ratings = new EnumMap<>(SignalKind.class);
        for (Calibration fit : calibrations) {
            ratings.put(
                    fit.kind(),
                    fit.kind() != SignalKind.AUDIENCE
                            ? weight(fit.kind())
                            : priors.isEmpty() ? 0 : audienceItems(signals) * fit.effectiveRatings());
        }
        return ratings;
    }

    private static long audienceItems(Collection<SyntheticSignal> signals) {
        return signals.stream()
                .filter(signal -> signal.kind() == SignalKind.AUDIENCE)
                .map(SyntheticSignal::itemId)
                .distinct()
                .count();
    }

    /**
     * Whether training with these signals equals training without them.
     *
     * @return true if there is neither a prior, nor a pseudo rating, nor an offset
     */
    public boolean isEmpty() {
        return priors.isEmpty() && pseudoRatings.isEmpty() && offsets.isEmpty() && levels.isEmpty();
    }
}
