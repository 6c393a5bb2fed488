// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.trust.FirstRatingWeight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Estimator of {@link FirstRatingWeight}, from the agreement of newcomers and from warm users when they were new.
 *
 * <p>First ratings need not be a random sample of a user's taste: they may be given in one sitting, about what the
 * product showed first, and share a mood. A learner that treats them as a random sample then under-shrinks newcomers.
 * Their weight follows from how much newcomers agree with themselves, compared with other users, and from warm users
 * whose ratings have times ({@link NewcomerAgreement}). With {@code h} the regression of later ratings on the mean of
 * {@code k} first ones, {@code s^2} the noise and {@code S} the variance of user effects,
 *
 * <pre>{@code h = S / (S + s^2 / (k w)),   so   w = s^2 / (k S (1 / h - 1))}</pre>
 *
 * <p>cut to {@value #MIN_WEIGHT} to 1. Effects and weight are fitted in turn, with steps halved on the logarithmic
 * scale, until the weight moves by less than {@value #TOLERANCE} of itself.
 *
 * <p>It is the weight of rows in a table. A model that folds a newcomer in later counts those ratings in full.
 */
public final class FirstRatingWeightEstimator {

    /** Minimum number of later ratings of a user in a look-back. */
    static final int MIN_LATER = 5;
    /** Smallest weight. */
    static final double MIN_WEIGHT = 0.05;

    private static final double TOLERANCE = 0.02;
    private static final int MAX_PASSES = 10;
    /** Share of newcomers' ratings below which their weight does not affect the model that it is estimated with. */
    private static final double SMALL_SHARE = 0.01;

    private FirstRatingWeightEstimator() {}

    /** Look-back at a warm user. */
    private record LookBack(double first, double squares, double later, int laterRatings) {}

    /**
     * Estimates the weight. Costs a few fits of effects; the same table gives the same weight.
     *
     * @param table real ratings
     * @param coldUsers the newcomers; their usual number of ratings is also the number of a warm user's first ratings
     * @return the weight
     */
    public static FirstRatingWeight measure(RatingTable table, Set<String> coldUsers) {
        FirstRatingWeight measured = new FirstRatingWeight(FirstRatingWeight.DEFAULT_WEIGHT, 0);
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            RatingTable weighted = measured.discount(table, coldUsers);
            FirstRatingWeight next = updated(measured, weighted, new BiasRecommender().fit(weighted));
            boolean settled = Math.abs(StrictMath.log(next.weight() / measured.weight())) < TOLERANCE
                    || newcomerRatings(weighted) < SMALL_SHARE * table.size();
            measured = next;
            if (settled) {
                break;
            }
        }
        return measured;
    }

    /**
     * Weight by a model of the same ratings: half a step, on the logarithmic scale, from a weight towards the one that
     * the model implies; a whole step where newcomers are too few to change the model.
     *
     * @param before the weight to step from
     * @param table real ratings with newcomers marked
     * @param bias a model of them, which may have better item means
     * @return the new weight; {@code before} if there is neither a newcomer nor a look-back
     */
    static FirstRatingWeight updated(FirstRatingWeight before, RatingTable table, BiasModel bias) {
        int first = usualCount(table);
        NewcomerAgreement agreement = agreement(table, bias, first);
        if (agreement.newcomers() == 0 && agreement.lookBacks() == 0) {
            return before;
        }
        NewcomerAgreement.Posterior found = agreement.posterior(first, bias.noiseVariance());
        double open = 1 / found.regression() - 1;
        double next = Math.max(MIN_WEIGHT, Math.min(1, bias.noiseVariance() / (first * bias.userVariance() * open)));
        boolean small = newcomerRatings(table) < SMALL_SHARE * table.size();
        return new FirstRatingWeight(
                small ? next : Math.sqrt(before.weight() * next),
                agreement.lookBacks(),
                found.moodVariance(),
                Math.min(1, found.randomSample()));
    }

    private static int newcomerRatings(RatingTable table) {
        int ratings = 0;
        for (int user = 0; user < table.userCount(); user++) {
            ratings += table.newcomer(user) ? table.userSize(user) : 0;
        }
        return ratings;
    }

    private static NewcomerAgreement agreement(RatingTable table, BiasModel bias, int first) {
        double[] means = new double[table.itemCount()];
        for (int item = 0; item < means.length; item++) {
            means[item] = bias.itemMean(table.itemId(item));
        }
        NewcomerAgreement agreement = new NewcomerAgreement();
        for (int user = 0; user < table.userCount(); user++) {
            int size = table.userSize(user);
            if (size == 0) {
                continue;
            }
            double mean = 0;
            double squares = 0;
            for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                double residual = table.value(row) - means[table.item(row)];
                mean += residual;
                squares += residual * residual;
            }
            mean /= size;
            squares = Math.max(0, squares - size * mean * mean);
            if (table.newcomer(user)) {
                agreement.addNewcomer(size, mean, squares);
            } else {
                agreement.addOther(size, mean, squares);
                if (size >= first + MIN_LATER) {
                    lookBack(table, means, user, first)
                            .ifPresent(one ->
                                    agreement.addLookBack(one.first, one.squares, first, one.later, one.laterRatings));
                }
            }
        }
        return agreement;
    }

    /**
     * The ratings with the shift of newcomers' first ratings subtracted.
     *
     * @param shift mean of first ratings less that of later ones, in rating units
     */
    public static RatingTable withoutShift(RatingTable table, double shift) {
        return shift == 0
                ? table
                : table.revalued(row -> isFirst(table, row) ? table.value(row) - shift : table.value(row));
    }

    /** Whether a row is one of a newcomer's first ratings. */
    static boolean isFirst(RatingTable table, int row) {
        return !table.pseudo(row) && table.newcomer(table.user(row));
    }

    /**
     * Usual number of ratings of a newcomer.
     *
     * @param table real ratings
     * @param coldUsers the newcomers
     * @return the median over newcomers who have any, from 1 to {@value FirstRatingWeight#MAX_FIRST}; 5 where there is
     *     none
     */
    public static int usualCount(RatingTable table, Set<String> coldUsers) {
        return usualCount(coldUsers.stream().mapToInt(table::userIndex).filter(user -> user >= 0), table);
    }

    /** Usual number of ratings of the users that a table marks as newcomers. */
    private static int usualCount(RatingTable table) {
        return usualCount(IntStream.range(0, table.userCount()).filter(table::newcomer), table);
    }

    private static int usualCount(IntStream users, RatingTable table) {
        int[] counts =
                users.map(table::userSize).filter(size -> size > 0).sorted().toArray();
        return counts.length == 0 ? 5 : Math.min(FirstRatingWeight.MAX_FIRST, counts[counts.length / 2]);
    }

    /** Copy of a table in which one weight of newcomers' rows is replaced by another. */
    static RatingTable reweighted(RatingTable table, FirstRatingWeight before, FirstRatingWeight after) {
        double factor = after.weight() / before.weight();
        return factor == 1
                ? table
                : table.weighted(row -> isFirst(table, row) ? factor * table.weight(row) : table.weight(row));
    }

    /** Look-back at a user; empty if a rating of the user has no time. */
    private static Optional<LookBack> lookBack(RatingTable table, double[] means, int user, int first) {
        List<Integer> rows = new ArrayList<>();
        for (int row = table.userStart(user); row < table.userEnd(user); row++) {
            if (table.time(row).isEmpty()) {
                return Optional.empty();
            }
            rows.add(row);
        }
        rows.sort(Comparator.comparing((Integer row) -> table.time(row).orElse(Instant.MAX)));
        double early = 0;
        double squares = 0;
        double late = 0;
        for (int position = 0; position < rows.size(); position++) {
            int row = rows.get(position);
            double residual = table.value(row) - means[table.item(row)];
            if (position < first) {
                early += residual;
                squares += residual * residual;
            } else {
                late += residual;
            }
        }
        int later = rows.size() - first;
        double mean = early / first;
        return Optional.of(new LookBack(mean, Math.max(0, squares - first * mean * mean), late / later, later));
    }
}
