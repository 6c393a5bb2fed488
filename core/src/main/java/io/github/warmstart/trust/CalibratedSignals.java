// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.rating.PseudoRating;
import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import java.util.List;

/**
 * What signals come to once they are held against real ratings: what is known of items beforehand, and weighted pseudo
 * ratings of users.
 *
 * @param priors what is known of items beforehand
 * @param pseudoRatings guesses about single users, each for a pair that nobody has rated
 * @param calibrations the fit of each kind of signal
 * @param firstShift how much higher newcomers' first ratings are than what they will give later, in rating units, as far
 *     as signals about the audience tell: it is taken off before training. 0 without such signals
 * @param share how much of all information this is, before the cap and after
 */
public record CalibratedSignals(
        ItemPriors priors,
        List<PseudoRating> pseudoRatings,
        List<Calibration> calibrations,
        double firstShift,
        SyntheticShare share) {

    /** What holds no signal. */
    static final CalibratedSignals NONE = of(ItemPriors.none());

    /** Copies the lists. */
    public CalibratedSignals {
        pseudoRatings = List.copyOf(pseudoRatings);
        calibrations = List.copyOf(calibrations);
    }

    /** Priors from ratings and attributes alone. */
    static CalibratedSignals of(ItemPriors priors) {
        return new CalibratedSignals(priors, List.of(), List.of(), 0, SyntheticShare.NONE);
    }

    /**
     * The same signals with all weights lowered evenly, so that they are at most a given share of what a model learns
     * from: with R ratings' worth of ratings and S of signals, by {@code c R / ((1 - c) S)} where S / (S + R) is above c.
     *
     * @param most the cap c, above 0; 1 is no cap
     * @param table the ratings that the signals are used with
     */
    CalibratedSignals capped(double most, RatingTable table) {
        double synthetic = SyntheticShare.synthetic(this);
        double real = SyntheticShare.real(table);
        if (synthetic == 0) {
            return new CalibratedSignals(priors, pseudoRatings, calibrations, firstShift, SyntheticShare.NONE);
        }
        double before = synthetic / (synthetic + real);
        if (before <= most) {
            return new CalibratedSignals(priors, pseudoRatings, calibrations, firstShift, new SyntheticShare(before, before));
        }
        if (real == 0) {
            return new CalibratedSignals(
                    ItemPriors.none(), List.of(), calibrations, firstShift, new SyntheticShare(before, 0));
        }
        double factor = most * real / ((1 - most) * synthetic);
        return new CalibratedSignals(
                priors.scaled(factor),
                pseudoRatings.stream()
                        .map(row -> new PseudoRating(row.userId(), row.itemId(), row.value(), factor * row.weight()))
                        .toList(),
                calibrations,
                firstShift,
                new SyntheticShare(before, most));
    }

    /**
     * Trains on real ratings, newcomers' first ones less {@link #firstShift}, and on these signals.
     *
     * @param recommender the learner
     * @param table real ratings
     * @return the model
     */
    public RatingModel fit(Recommender recommender, RatingTable table) {
        RatingTable levelled = FirstRatings.levelled(table, firstShift);
        return recommender.fit(pseudoRatings.isEmpty() ? levelled : levelled.plus(pseudoRatings), priors);
    }

    /**
     * Whether nothing came of the signals: training with them would be training without them.
     *
     * @return true if there is neither a prior nor a pseudo rating
     */
    public boolean isEmpty() {
        return priors.isEmpty() && pseudoRatings.isEmpty();
    }
}
