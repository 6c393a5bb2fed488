// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

/**
 * Popularity of the ten best items of tested users, without signals and with them, and of the items those users rated.
 *
 * <p>Each figure is a geometric mean of one more than the number of an item's ratings. The comparison with what users rate
 * of their own accord is the popularity lift of Abdollahpouri (2019), on a logarithmic scale, since popularity has a long
 * tail. A model of few ratings often ranks obscure items first because of a single rating; signals then rightly make lists
 * more popular. Only an excess over what people rate themselves is a warning.
 *
 * @param before of the lists without signals, or with those of the kinds that had passed
 * @param with of the lists with the signals that were tried
 * @param rated of the hidden ratings of the judged users
 * @see <a href="https://arxiv.org/abs/1907.13286">Abdollahpouri et al.: The Unfairness of Popularity Bias in
 *     Recommendation (2019)</a>
 */
public record PopularityShift(double before, double with, double rated) {

    /** Lists that signals make more popular by a greater factor, and more popular than what is rated, are worth a warning. */
    public static final double MUCH_LIFT = 1.5;

    /**
     * By what factor lists are more popular with the signals than before.
     *
     * @return above 0; 1 if signals change nothing
     */
    public double lift() {
        return with / before;
    }

    /**
     * Whether a warning is due. It never closes the gate.
     *
     * @return true if the lift is above {@value #MUCH_LIFT} and lists are more popular than what users rate
     */
    public boolean excessive() {
        return lift() > MUCH_LIFT && with > rated;
    }
}
