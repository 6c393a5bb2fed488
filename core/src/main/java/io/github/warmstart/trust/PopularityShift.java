// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

/**
 * Popularity of the ten best items of tested users, without signals and with them, and of the items those users rated.
 *
 * <p>Each figure is the geometric mean of {@code 1 + ratings} over items. The comparison with what users rate by
 * themselves is the popularity lift of Abdollahpouri (2019), on a logarithmic scale, since popularity has a long tail.
 * A model of few ratings often ranks obscure items first because of a single rating; signals then rightly make lists
 * more popular. Only an excess over what people rate themselves is a warning.
 *
 * @param before popularity of lists without signals, or with the kinds that passed before
 * @param with popularity of lists with the tested signals
 * @param rated popularity of the hidden ratings of tested users
 * @see <a href="https://arxiv.org/abs/1907.13286">Abdollahpouri et al.: The Unfairness of Popularity Bias in
 *     Recommendation (2019)</a>
 */
public record PopularityShift(double before, double with, double rated) {

    /** Largest lift without a warning. */
    public static final double MAX_LIFT = 1.5;

    /**
     * Ratio of the popularity of lists with the signals to that before.
     *
     * @return above 0; 1 if signals change nothing
     */
    public double lift() {
        return with / before;
    }

    /**
     * Whether a warning is due. A warning never makes the gate withhold signals.
     *
     * @return true if the lift is above {@value #MAX_LIFT} and lists are more popular than what users rate
     */
    public boolean excessive() {
        return lift() > MAX_LIFT && with > rated;
    }
}
