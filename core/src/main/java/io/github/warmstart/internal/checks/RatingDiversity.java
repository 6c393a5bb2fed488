// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.checks;

import io.github.warmstart.quality.Diversity;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Diversity of the real ratings, the reference for the diversity of signals.
 *
 * <p>Audience signals estimate item means, so their reference is the spread of the true means: the variance of the
 * estimated means plus their mean posterior variance, since by the law of total variance
 * {@code Var(m) = Var(E[m | ratings]) + E[Var(m | ratings)]}. User and persona signals estimate ratings, so their
 * reference is the spread of ratings around the mean of their user. Figures of means require {@value #MIN_FREEDOM} items,
 * figures of ratings {@value #MIN_FREEDOM} degrees of freedom; otherwise they are absent.
 *
 * @param scale the scale of the ratings
 * @param meanSpread the standard deviation of true item means, over items with {@value #MIN_RATINGS_PER_ITEM} ratings or more
 * @param meanTails the share of those items whose estimated mean is in a tail: the lowest or the highest sixth of the scale
 * @param ratingSpread the standard deviation of ratings within users
 * @param ratingTails the share of ratings in a tail
 */
public record RatingDiversity(
        RatingScale scale,
        OptionalDouble meanSpread,
        OptionalDouble meanTails,
        OptionalDouble ratingSpread,
        OptionalDouble ratingTails) {

    /** Length of a tail, as a share of the scale. */
    private static final double TAIL = 1.0 / 6;
    /** Minimum number of items, or degrees of freedom of the ratings, for a figure. */
    public static final int MIN_FREEDOM = 20;
    /** Minimum number of ratings of an item for it to count. */
    public static final int MIN_RATINGS_PER_ITEM = 5;

    /**
     * Measures the real ratings of a table; pseudo ratings are ignored.
     *
     * <p>Costs one fit of the {@link BiasRecommender} and one pass over the rows. The same table gives the same figures.
     *
     * @param table the ratings
     * @return their diversity
     */
    public static RatingDiversity of(RatingTable table) {
        RatingTable real = table.pseudoCount() == 0 ? table : table.where(row -> !table.pseudo(row));
        PooledVariance ratings = new PooledVariance();
        for (int user = 0; user < real.userCount(); user++) {
            double[] values = new double[real.userSize(user)];
            for (int position = 0; position < values.length; position++) {
                values[position] = real.value(real.userStart(user) + position);
            }
            ratings.addGroup(values);
        }
        BiasModel bias = new BiasRecommender().fit(real);
        double[] means = new double[real.itemCount()];
        double posteriorVariance = 0;
        int items = 0;
        for (int item = 0; item < real.itemCount(); item++) {
            if (real.itemSize(item) >= MIN_RATINGS_PER_ITEM) {
                means[items++] = bias.itemMean(real.itemId(item));
                posteriorVariance += bias.itemMeanVariance(real.itemId(item));
            }
        }
        double[] countedMeans = Arrays.copyOf(means, items);
        PooledVariance spread = new PooledVariance();
        spread.addGroup(countedMeans);
        boolean enoughItems = items >= MIN_FREEDOM;
        boolean enoughRatings = ratings.freedom() >= MIN_FREEDOM;
        return new RatingDiversity(
                real.scale(),
                enoughItems
                        ? OptionalDouble.of(Math.sqrt(spread.variance() + posteriorVariance / items))
                        : OptionalDouble.empty(),
                enoughItems ? OptionalDouble.of(tails(real.scale(), countedMeans)) : OptionalDouble.empty(),
                enoughRatings ? OptionalDouble.of(Math.sqrt(ratings.variance())) : OptionalDouble.empty(),
                enoughRatings ? OptionalDouble.of(tails(real)) : OptionalDouble.empty());
    }

    /**
     * Measures the signals of one kind and compares them with these ratings.
     *
     * <p>O(signals). Thread-safe.
     *
     * @param kind the kind to measure; other signals are ignored
     * @param signals generated signals
     * @return their diversity; empty if there is no signal of the kind
     */
    public Optional<Diversity> compare(SignalKind kind, List<SyntheticSignal> signals) {
        Map<String, List<SyntheticSignal>> bySubject = signals.stream()
                .filter(signal -> signal.kind() == kind)
                .collect(Collectors.groupingBy(
                        signal -> signal.subject().orElse(""), LinkedHashMap::new, Collectors.toList()));
        if (bySubject.isEmpty()) {
            return Optional.empty();
        }
        PooledVariance spread = new PooledVariance();
        Map<Double, Integer> counts = new LinkedHashMap<>();
        int number = 0;
        int tails = 0;
        for (List<SyntheticSignal> group : bySubject.values()) {
            spread.addGroup(group.stream().mapToDouble(SyntheticSignal::value).toArray());
            for (SyntheticSignal signal : group) {
                counts.merge(signal.value() + 0.0, 1, Integer::sum); // -0.0 becomes 0.0
                tails += inTail(scale, signal.value()) ? 1 : 0;
                number++;
            }
        }
        double deviation = Math.sqrt(spread.variance());
        OptionalDouble reference = spread(kind);
        return Optional.of(new Diversity(
                kind,
                number,
                spread.freedom(),
                deviation,
                spread.logError(),
                spread.freedom() == 0 || reference.orElse(0) <= 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(deviation / reference.getAsDouble()),
                (double) tails / number,
                tails(kind),
                counts.size(),
                counts.values().stream().mapToInt(count -> count).max().orElseThrow() / (double) number));
    }

    /** Whether a value is in the lowest or the highest sixth of the scale, inner bounds included. */
    static boolean inTail(RatingScale scale, double value) {
        double width = TAIL * scale.length();
        return value <= scale.lowest() + width || value >= scale.highest() - width;
    }

    private static double tails(RatingScale scale, double[] values) {
        int tails = 0;
        for (double value : values) {
            tails += inTail(scale, value) ? 1 : 0;
        }
        return (double) tails / values.length;
    }

    private static double tails(RatingTable table) {
        int tails = 0;
        for (int row = 0; row < table.size(); row++) {
            tails += inTail(table.scale(), table.value(row)) ? 1 : 0;
        }
        return (double) tails / table.size();
    }

    /** Reference spread of the signals of a kind, in rating units; empty if unknown. */
    public OptionalDouble spread(SignalKind kind) {
        return kind == SignalKind.AUDIENCE ? meanSpread : ratingSpread;
    }

    /** Reference tail share of the signals of a kind, 0 to 1; empty if unknown. */
    public OptionalDouble tails(SignalKind kind) {
        return kind == SignalKind.AUDIENCE ? meanTails : ratingTails;
    }
}
