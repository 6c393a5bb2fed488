// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;

/**
 * Units of the sampler, in which the noise of a typical set of ratings has variance 1, so that the same priors suit
 * every scale.
 *
 * @param centre the rating that becomes 0: the weighted mean of the table
 * @param unit size of one unit in rating units
 */
public record RatingUnits(double centre, double unit) {

    /** Typical standard deviation of noise in public rating sets, as a share of the length of the scale. */
    private static final double NOISE_SHARE = 0.2;

    public static RatingUnits of(RatingTable table) {
        RatingScale scale = table.scale();
        boolean allCount = table.pseudoCount() == table.size();
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < table.size(); row++) {
            if (allCount || !table.pseudo(row)) {
                sum += table.weight(row) * table.value(row);
                weights += table.weight(row);
            }
        }
        return new RatingUnits(weights > 0 ? sum / weights : scale.midpoint(), NOISE_SHARE * scale.length());
    }

    public double in(double rating) {
        return (rating - centre) / unit;
    }

    public double out(double value) {
        return centre + unit * value;
    }
}
