// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.rating.PseudoRating;
import io.github.warmstart.rating.RatingTable;

/**
 * How much of what a model learns from is made up. Information is counted in ratings: that of a prior is the number of
 * ratings that tell as much of an item's mean, {@code rating variance / prior variance}; that of a pseudo rating and of a
 * rating is its weight.
 *
 * @param before the share of signals in all information as they were calibrated, 0 to 1
 * @param after the same once the cap was applied, and beliefs about users
 */
public record SyntheticShare(double before, double after) {

    /** Nothing is made up. */
    public static final SyntheticShare NONE = new SyntheticShare(0, 0);

    /** The share that is left when signals are believed less; the ratings beside them stay what they are. */
    SyntheticShare of(CalibratedSignals whole, CalibratedSignals left) {
        double all = synthetic(whole);
        if (all == 0 || after == 0) {
            return this;
        }
        double kept = synthetic(left);
        double real = all * (1 - after) / after;
        return new SyntheticShare(before, kept + real == 0 ? 0 : kept / (kept + real));
    }

    /** What signals are worth, in ratings. */
    static double synthetic(CalibratedSignals signals) {
        double sum = 0;
        for (PseudoRating prior : signals.priors().asPseudoRatings()) {
            sum += prior.weight();
        }
        for (PseudoRating rating : signals.pseudoRatings()) {
            sum += rating.weight();
        }
        return sum;
    }

    /** What the ratings of people are worth, by their weights. */
    static double real(RatingTable table) {
        double sum = 0;
        for (int row = 0; row < table.size(); row++) {
            sum += table.pseudo(row) ? 0 : table.weight(row);
        }
        return sum;
    }
}
