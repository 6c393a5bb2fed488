// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

/**
 * Order among what a user has chosen: the share of pairs with different ratings whose predictions stand in the same order.
 *
 * <p>Equal predictions count a half, so that chance has 0.5. Unlike the discounted gain of the first ten among a user's own
 * items, for which any order has about 0.7, the figure looks at all pairs. Worked example: ratings 5, 3, 3 with predictions
 * 4.0, 4.5, 3.0: of the two pairs with different ratings one is in order: 0.5.
 *
 * @see <a href="https://doi.org/10.1093/biomet/30.1-2.81">Kendall: A New Measure of Rank Correlation (1938)</a>
 */
public final class Concordance {

    private Concordance() {}

    /**
     * The concordance of one user.
     *
     * @param ratings what the user gave
     * @param predictions of the same items
     * @return 0 to 1; NaN if all ratings are equal
     * @throws IllegalArgumentException if the lengths differ
     */
    public static double of(double[] ratings, double[] predictions) {
        if (ratings.length != predictions.length) {
            throw new IllegalArgumentException("ratings and predictions must be as many, but were %d and %d"
                    .formatted(ratings.length, predictions.length));
        }
        double inOrder = 0;
        long pairs = 0;
        for (int a = 0; a < ratings.length; a++) {
            for (int b = 0; b < a; b++) {
                if (ratings[a] != ratings[b]) {
                    double product = (ratings[a] - ratings[b]) * (predictions[a] - predictions[b]);
                    inOrder += product > 0 ? 1 : product == 0 ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return pairs == 0 ? Double.NaN : inOrder / pairs;
    }
}
