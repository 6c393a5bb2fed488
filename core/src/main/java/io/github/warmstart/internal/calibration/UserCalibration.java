// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calibration of signals about single users: the measurement model {@code z = c_u + b e + v} within each user, where
 * {@code e} is the difference between a rating and the mean of its item, {@code z} that of the signal, {@code c_u} is
 * the part that all answers about one user share, and {@code v ~ (0, t^2)}.
 *
 * <p>The shared part comes from the ratings that the generator was shown, and an error shared by twenty answers is one
 * error. It is therefore left out here ({@link Levels} uses it), and a signal becomes the pseudo rating
 * {@code itemMean + userEffect + stretch x (z - mean of the user's z)}, with the effect that the user's own ratings
 * give. Only for a user without ratings is the shared part used, less its mean over all users; all signals of that user
 * then count for at most {@value #MAX_ASSUMED} ratings, since their error is one.
 *
 * <p>The slope b is regressed on the truth, not the other way round (errors in variables), within users, and shrunk
 * towards {@value #DEFAULT_SLOPE}. With {@code s^2} the noise of ratings, a signal's share of a rating's information is
 * {@code w = b^2 s^2 / (b^2 s^2 + t^2)}: the textbook pseudo rating {@code z / b} with weight w. Where b is small that
 * leaves the scale, so the weight is held at {@value #ASSUMED_RATINGS} or more, the stretch becomes
 * {@code w / (weight b)}, which has the same effect on a user with few ratings, and it is never above 1.
 *
 * <p>Where too few signals can be compared with ratings, nothing is measured: signals are not stretched, and each
 * counts for {@value #ASSUMED_RATINGS} ratings, all of one user for at most {@value #MAX_ASSUMED}. The gate decides
 * whether such signals are used at all.
 *
 * @see <a href="https://doi.org/10.1002/9780470316665">errors in variables: Fuller, Measurement Error Models (1987),
 *     section 1.2</a>
 */
final class UserCalibration {

    /** Prior of the slope: mean and standard deviation. */
    static final double DEFAULT_SLOPE = 0.15;

    static final double SLOPE_SPREAD = 0.3;
    /** Prior of the correlation of errors, and the number of users it counts for. */
    static final double DEFAULT_WITHIN = 0.3;

    static final double WITHIN_STRENGTH = 5;
    /** Minimum numbers of pairs and of users for an estimate. */
    static final int MIN_PAIRS = 30;

    static final int MIN_USERS = 5;
    /** Minimum number of pairs in excess of one per user. */
    static final int MIN_FREE = 20;
    /** Effective ratings of a signal of an unknown generator, and the most for all signals of one user. */
    static final double ASSUMED_RATINGS = 0.1;

    static final double MAX_ASSUMED = 4;
    /** From so many effective ratings on, an answer is a training row. */
    static final double MIN_TRAINING_RATINGS = 0.25;
    /** Smallest error variance, as a share of the noise of ratings. */
    private static final double MIN_NOISE = 1e-6;

    private final BiasModel bias;
    private final double stretch;
    private final Calibration summary;

    private UserCalibration(BiasModel bias, double stretch, Calibration summary) {
        this.bias = bias;
        this.stretch = stretch;
        this.summary = summary;
    }

    /** A rating and the signal about its pair, both as differences from the item's mean. */
    private record Pair(double truth, double answer) {}

    /**
     * Fits the model to the signals whose pair has a rating that the generator was not shown.
     *
     * @param table real ratings
     * @param signals signals about users
     */
    static UserCalibration fit(RatingTable table, BiasModel bias, List<SyntheticSignal> signals) {
        Map<String, List<Pair>> byUser = new LinkedHashMap<>();
        for (SyntheticSignal signal : signals) {
            String userId = signal.subject().orElseThrow();
            int row = table.row(table.userIndex(userId), table.itemIndex(signal.itemId()));
            if (row >= 0 && !table.pseudo(row) && !signal.evidence().contains(signal.itemId())) {
                double mean = bias.itemMean(signal.itemId());
                byUser.computeIfAbsent(userId, id -> new ArrayList<>())
                        .add(new Pair(table.value(row) - mean, signal.value() - mean));
            }
        }
        List<Pair> pairs = byUser.values().stream().flatMap(List::stream).toList();
        if (pairs.size() < MIN_PAIRS || byUser.size() < MIN_USERS || pairs.size() - byUser.size() < MIN_FREE) {
            return assumed(table, bias, signals, pairs.size(), byUser.size());
        }
        return measured(bias, byUser, pairs);
    }

    /** Defaults for an unknown generator: an offset, slope 1, and little information. */
    private static UserCalibration assumed(
            RatingTable table, BiasModel bias, List<SyntheticSignal> signals, int pairs, int users) {
        double offset = signals.stream()
                .filter(signal -> unrated(table, signal))
                .mapToDouble(signal -> signal.value()
                        - bias.itemMean(signal.itemId())
                        - bias.userEffect(signal.subject().orElseThrow()))
                .average()
                .orElse(0);
        return new UserCalibration(
                bias,
                1,
                new Calibration(
                        SignalKind.USER,
                        pairs,
                        users,
                        offset,
                        1,
                        0,
                        bias.noiseVariance() * (1 / ASSUMED_RATINGS - 1),
                        DEFAULT_WITHIN,
                        true,
                        ASSUMED_RATINGS));
    }

    private static boolean unrated(RatingTable table, SyntheticSignal signal) {
        return table.row(table.userIndex(signal.subject().orElseThrow()), table.itemIndex(signal.itemId())) < 0;
    }

    private static UserCalibration measured(BiasModel bias, Map<String, List<Pair>> byUser, List<Pair> pairs) {
        int n = pairs.size();
        int users = byUser.size();
        double truthMean = pairs.stream().mapToDouble(Pair::truth).average().orElseThrow();
        double answerMean = pairs.stream().mapToDouble(Pair::answer).average().orElseThrow();
        List<Pair> own = new ArrayList<>(n);
        byUser.values().forEach(mine -> own.addAll(centred(mine)));
        double sxx = 0;
        double sxy = 0;
        for (Pair pair : own) {
            sxx += pair.truth * pair.truth;
            sxy += pair.truth * pair.answer;
        }
        double raw = sxx > 0 ? sxy / sxx : 0;
        double squares = 0;
        for (Pair pair : own) {
            double error = pair.answer - raw * pair.truth;
            squares += error * error;
        }
        double noise = Math.max(squares / Math.max(1, n - users - 1), MIN_NOISE * bias.noiseVariance());
        double rawVariance = sxx > 0 ? noise / sxx : Double.POSITIVE_INFINITY;
        double precision = 1 / rawVariance + 1 / (SLOPE_SPREAD * SLOPE_SPREAD);
        double slope = (raw / rawVariance + DEFAULT_SLOPE / (SLOPE_SPREAD * SLOPE_SPREAD)) / precision;
        double s2 = bias.noiseVariance();
        double share = slope * slope * s2 / (slope * slope * s2 + noise);
        double effectiveRatings = Math.max(ASSUMED_RATINGS, share);
        Calibration summary = new Calibration(
                SignalKind.USER,
                n,
                users,
                answerMean - truthMean,
                slope,
                Math.sqrt(1 / precision),
                noise,
                within(byUser, truthMean, answerMean, slope),
                false,
                effectiveRatings);
        return new UserCalibration(bias, slope > 0 ? Math.min(1, share / (effectiveRatings * slope)) : 0, summary);
    }

    /** Pairs of one user, both values less their means. */
    private static List<Pair> centred(List<Pair> pairs) {
        double truth = pairs.stream().mapToDouble(Pair::truth).average().orElseThrow();
        double answer = pairs.stream().mapToDouble(Pair::answer).average().orElseThrow();
        return pairs.stream()
                .map(pair -> new Pair(pair.truth - truth, pair.answer - answer))
                .toList();
    }

    /**
     * The correlation of errors of one user, by one-way analysis of variance (Fisher 1925), shrunk towards
     * {@value #DEFAULT_WITHIN} as if that had been seen on {@value #WITHIN_STRENGTH} users.
     */
    private static double within(Map<String, List<Pair>> byUser, double truthMean, double answerMean, double slope) {
        double between = 0;
        double inside = 0;
        int total = 0;
        double squaredSizes = 0;
        for (List<Pair> pairs : byUser.values()) {
            double mean = 0;
            for (Pair pair : pairs) {
                mean += (pair.answer - answerMean - slope * (pair.truth - truthMean)) / pairs.size();
            }
            for (Pair pair : pairs) {
                double error = pair.answer - answerMean - slope * (pair.truth - truthMean) - mean;
                inside += error * error;
            }
            between += pairs.size() * mean * mean;
            total += pairs.size();
            squaredSizes += (double) pairs.size() * pairs.size();
        }
        int users = byUser.size();
        double size = (total - squaredSizes / total) / (users - 1);
        if (total <= users || size <= 1e-9) {
            return DEFAULT_WITHIN;
        }
        double meanBetween = between / (users - 1);
        double meanInside = inside / (total - users);
        double denominator = meanBetween + (size - 1) * meanInside;
        double raw = denominator > 0 ? (meanBetween - meanInside) / denominator : 0;
        double clamped = Math.max(0, Math.min(1, raw));
        return (users * clamped + WITHIN_STRENGTH * DEFAULT_WITHIN) / (users + WITHIN_STRENGTH);
    }

    /** Figures of the fit. */
    Calibration summary() {
        return summary;
    }

    /**
     * Pseudo ratings of unrated pairs, where they contain information that an offset of the pair cannot express: the
     * level of users without a rating, the means of new items from users who are not newcomers, and tastes if answers
     * have {@value #MIN_TRAINING_RATINGS} effective ratings or more. None if the signals are indistinguishable from
     * noise.
     *
     * @param table real ratings
     * @param signals signals about users
     */
    List<PseudoRating> pseudoRatings(RatingTable table, List<SyntheticSignal> signals) {
        List<PseudoRating> rows = new ArrayList<>();
        if (!summary.informative() || summary.effectiveRatings() <= 0) {
            return rows;
        }
        Map<String, List<SyntheticSignal>> byUser = new LinkedHashMap<>();
        for (SyntheticSignal signal : signals) {
            if (unrated(table, signal) && teaches(table, signal)) {
                byUser.computeIfAbsent(signal.subject().orElseThrow(), id -> new ArrayList<>())
                        .add(signal);
            }
        }
        double overall = byUser.values().stream()
                .mapToDouble(mine -> shared(mine))
                .average()
                .orElse(0);
        byUser.forEach((userId, mine) -> {
            int user = table.userIndex(userId);
            boolean rated = user >= 0 && table.userSize(user) > 0;
            double shared = shared(mine);
            double level = rated ? bias.userEffect(userId) : shared - overall;
            double maxRatings = rated && !summary.assumed() ? Double.POSITIVE_INFINITY : MAX_ASSUMED;
            double weight = Math.min(summary.effectiveRatings(), maxRatings / mine.size());
            for (SyntheticSignal signal : mine) {
                double mean = bias.itemMean(signal.itemId());
                double value = mean + level + stretch * (signal.value() - mean - shared);
                rows.add(new PseudoRating(userId, signal.itemId(), table.scale().clamp(value), weight));
            }
        });
        return rows;
    }

    private boolean teaches(RatingTable table, SyntheticSignal signal) {
        if (!summary.assumed() && summary.effectiveRatings() >= MIN_TRAINING_RATINGS) {
            return true;
        }
        int user = table.userIndex(signal.subject().orElseThrow());
        int item = table.itemIndex(signal.itemId());
        boolean known = user >= 0 && table.userSize(user) > 0;
        return !known || (!table.newcomer(user) && (item < 0 || table.itemSize(item) == 0));
    }

    /** Shared part of all signals about one user: their mean difference from the means of their items. */
    private double shared(List<SyntheticSignal> signals) {
        return signals.stream()
                .mapToDouble(signal -> signal.value() - bias.itemMean(signal.itemId()))
                .average()
                .orElse(0);
    }
}
