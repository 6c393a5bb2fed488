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
 * @param pseudoRatings guesses about single users, each for a pair that nobody has rated, and about made-up users
 * @param calibrations the fit of each kind of signal
 */
public record CalibratedSignals(ItemPriors priors, List<PseudoRating> pseudoRatings, List<Calibration> calibrations) {

    /** Copies the lists. */
    public CalibratedSignals {
        pseudoRatings = List.copyOf(pseudoRatings);
        calibrations = List.copyOf(calibrations);
    }

    /**
     * Trains on real ratings and on these signals.
     *
     * @param recommender the learner
     * @param table real ratings
     * @return the model
     */
    public RatingModel fit(Recommender recommender, RatingTable table) {
        return recommender.fit(pseudoRatings.isEmpty() ? table : table.plus(pseudoRatings), priors);
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
