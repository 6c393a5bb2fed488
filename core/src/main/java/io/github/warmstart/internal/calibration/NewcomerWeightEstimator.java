// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.trust.NewcomerWeight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Estimator of {@link NewcomerWeight}, by looking back at warm users when they were new.
 *
 * <p>First ratings are no random sample of a user's taste: they are given in one sitting, about what the product showed
 * first. A learner that takes them for one believes newcomers too firmly. What they are worth is measured by looking back
 * at warm users when they were new: with {@code x} the mean residual of a user's first k ratings and {@code y} that of the
 * later ones, {@code y - mean(y) ~ N(s (x - mean(x)), (1 - s) userVariance + noise / later)} where
 * {@code s = userVariance / (userVariance + noise / (k worth))}, the shrinkage of k ratings that are worth {@code worth}
 * each. The estimate is the most probable worth, under the prior that {@code ln worth} is normal about
 * {@code ln} {@value NewcomerWeight#DEFAULT_WORTH} with standard deviation {@value #SPREAD}; without warm users whose ratings have times,
 * it is {@value NewcomerWeight#DEFAULT_WORTH}.
 *
 * <p>It is the weight of rows in a table. A model that folds a newcomer in later counts those ratings in full.
 */
public final class NewcomerWeightEstimator {

    /** Standard deviation of the prior of the logarithm. */
    static final double SPREAD = 0.35;
    /** A user needs so many later ratings to be looked back at. */
    static final int MIN_LATER = 5;
    /** The least worth considered, and the number of steps from it up to 1. */
    private static final double MIN_WORTH = 0.05;

    private static final int STEPS = 200;

    private NewcomerWeightEstimator() {}

    /** One warm user, looked back at. */
    private record LookBack(double first, double later, int laterRatings) {}

    /**
     * Measures the worth. Costs two passes over the table beside the fit of effects; the same table gives the same worth.
     *
     * @param table real ratings
     * @param coldUsers the newcomers; as many of a warm user's ratings are taken for first ones as a newcomer usually has
     * @return the worth
     */
    public static NewcomerWeight measure(RatingTable table, Set<String> coldUsers) {
        int first = usualCount(table, coldUsers);
        BiasModel bias = new BiasRecommender().fit(table);
        List<LookBack> users = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            if (!coldUsers.contains(table.userId(user)) && table.userSize(user) >= first + MIN_LATER) {
                lookBack(table, bias, user, first).ifPresent(users::add);
            }
        }
        if (users.isEmpty()) {
            return new NewcomerWeight(NewcomerWeight.DEFAULT_WORTH, 0);
        }
        double firstMean = users.stream().mapToDouble(LookBack::first).average().orElseThrow();
        double laterMean = users.stream().mapToDouble(LookBack::later).average().orElseThrow();
        double best = NewcomerWeight.DEFAULT_WORTH;
        double highest = Double.NEGATIVE_INFINITY;
        for (int step = 0; step <= STEPS; step++) {
            // even steps of the logarithm, from the least worth to 1
            double worth = StrictMath.exp(StrictMath.log(MIN_WORTH) * (1 - (double) step / STEPS));
            double shrinkage = bias.userVariance() / (bias.userVariance() + bias.noiseVariance() / (first * worth));
            double distance = StrictMath.log(worth / NewcomerWeight.DEFAULT_WORTH) / SPREAD;
            double logPosterior = -0.5 * distance * distance;
            for (LookBack user : users) {
                double error = user.later - laterMean - shrinkage * (user.first - firstMean);
                double variance = (1 - shrinkage) * bias.userVariance() + bias.noiseVariance() / user.laterRatings;
                logPosterior -= 0.5 * (error * error / variance + StrictMath.log(variance));
            }
            if (logPosterior > highest) {
                highest = logPosterior;
                best = worth;
            }
        }
        return new NewcomerWeight(best, users.size());
    }

    /**
     * The ratings as they would stand if newcomers had given them later.
     *
     * @param shift how much higher first ratings are than later ones
     */
    public static RatingTable levelled(RatingTable table, double shift) {
        return shift == 0
                ? table
                : table.revalued(row -> isFirst(table, row) ? table.value(row) - shift : table.value(row));
    }

    /** Whether a row counts as one of a newcomer's first ratings: a rating of a person that is worth less than one. */
    public static boolean isFirst(RatingTable table, int row) {
        return !table.pseudo(row) && table.weight(row) < 1;
    }

    /**
     * How many ratings a newcomer usually has.
     *
     * @param table real ratings
     * @param coldUsers the newcomers
     * @return the median over newcomers who have any, from 1 to {@value NewcomerWeight#MAX_FIRST}; 5 where there is none
     */
    public static int usualCount(RatingTable table, Set<String> coldUsers) {
        int[] counts = coldUsers.stream()
                .mapToInt(table::userIndex)
                .filter(user -> user >= 0)
                .map(table::userSize)
                .filter(size -> size > 0)
                .sorted()
                .toArray();
        return counts.length == 0 ? 5 : Math.min(NewcomerWeight.MAX_FIRST, counts[counts.length / 2]);
    }

    /** Nothing if a rating of the user has no time. */
    private static Optional<LookBack> lookBack(RatingTable table, BiasModel bias, int user, int first) {
        List<Integer> rows = new ArrayList<>();
        for (int row = table.userStart(user); row < table.userEnd(user); row++) {
            if (table.time(row).isEmpty()) {
                return Optional.empty();
            }
            rows.add(row);
        }
        rows.sort(Comparator.comparing((Integer row) -> table.time(row).orElse(Instant.MAX)));
        double early = 0;
        double late = 0;
        for (int position = 0; position < rows.size(); position++) {
            int row = rows.get(position);
            double residual = table.value(row) - bias.itemMean(table.itemId(table.item(row)));
            if (position < first) {
                early += residual;
            } else {
                late += residual;
            }
        }
        int later = rows.size() - first;
        return Optional.of(new LookBack(early / first, late / later, later));
    }
}
