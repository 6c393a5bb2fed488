// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.quality;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.signal.SignalKind;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How diverse what people gave is: what the diversity of signals is held against.
 *
 * <p>Signals of the audience are guesses of item means, so theirs is the spread of the true means: the variance of the
 * estimated means plus the mean of what they leave open, since by the law of total variance
 * {@code Var(m) = Var(E[m | ratings]) + E[Var(m | ratings)]}. Signals of users and personas are guesses of ratings, so
 * theirs is the spread of ratings around the mean of their user. A figure that fewer than {@value #FEWEST} items, or
 * ratings beyond the first of each user, would have to give is absent.
 *
 * @param scale the scale of the ratings
 * @param meanSpread the standard deviation of true item means, over items with {@value #FEWEST_RATINGS} ratings or more
 * @param meanTails the share of those items whose estimated mean lies in a {@linkplain Diversity#inTail tail}
 * @param ratingSpread the standard deviation of ratings within users
 * @param ratingTails the share of ratings in a tail
 */
public record RealDiversity(
        RatingScale scale,
        OptionalDouble meanSpread,
        OptionalDouble meanTails,
        OptionalDouble ratingSpread,
        OptionalDouble ratingTails) {

    /** How many items, or ratings beyond the first of each user, a figure takes. */
    public static final int FEWEST = 20;
    /** How many ratings an item needs to be counted. */
    public static final int FEWEST_RATINGS = 5;

    /**
     * Measures the ratings of a table; pseudo ratings are left out.
     *
     * <p>It costs one fit of the {@link BiasRecommender} and a walk over the rows. The same table gives the same figures.
     *
     * @param table what people gave
     * @return the figures
     */
    public static RealDiversity of(RatingTable table) {
        RatingTable real = table.pseudoCount() == 0 ? table : table.where(row -> !table.pseudo(row));
        Spread ratings = new Spread();
        for (int user = 0; user < real.userCount(); user++) {
            double[] values = new double[real.userSize(user)];
            for (int position = 0; position < values.length; position++) {
                values[position] = real.value(real.userStart(user) + position);
            }
            ratings.addGroup(values);
        }
        BiasModel bias = new BiasRecommender().fit(real);
        double[] means = new double[real.itemCount()];
        double open = 0;
        int items = 0;
        for (int item = 0; item < real.itemCount(); item++) {
            if (real.itemSize(item) >= FEWEST_RATINGS) {
                means[items++] = bias.itemMean(real.itemId(item));
                open += bias.itemMeanVariance(real.itemId(item));
            }
        }
        double[] some = Arrays.copyOf(means, items);
        Spread spread = new Spread();
        spread.addGroup(some);
        boolean enoughItems = items >= FEWEST;
        boolean enoughRatings = ratings.freedom() >= FEWEST;
        return new RealDiversity(
                real.scale(),
                enoughItems ? OptionalDouble.of(Math.sqrt(spread.variance() + open / items)) : OptionalDouble.empty(),
                enoughItems ? OptionalDouble.of(tails(real.scale(), some)) : OptionalDouble.empty(),
                enoughRatings ? OptionalDouble.of(Math.sqrt(ratings.variance())) : OptionalDouble.empty(),
                enoughRatings ? OptionalDouble.of(tails(real)) : OptionalDouble.empty());
    }

    private static double tails(RatingScale scale, double[] values) {
        int tails = 0;
        for (double value : values) {
            tails += Diversity.inTail(scale, value) ? 1 : 0;
        }
        return (double) tails / values.length;
    }

    private static double tails(RatingTable table) {
        int tails = 0;
        for (int row = 0; row < table.size(); row++) {
            tails += Diversity.inTail(table.scale(), table.value(row)) ? 1 : 0;
        }
        return (double) tails / table.size();
    }

    /** The spread that signals of a kind are held against. */
    OptionalDouble spread(SignalKind kind) {
        return kind == SignalKind.AUDIENCE ? meanSpread : ratingSpread;
    }

    /** The tail share that signals of a kind are held against. */
    OptionalDouble tails(SignalKind kind) {
        return kind == SignalKind.AUDIENCE ? meanTails : ratingTails;
    }
}
