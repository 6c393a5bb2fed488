// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.rating.PseudoRating;
import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What signals about single users are worth: the measurement model {@code z = a + b e + v}, where {@code e} is how a
 * rating differs from the mean of its item, {@code z} how the signal does, and the errors {@code v ~ (0, t^2)} of one
 * user hang together with correlation {@code icc}.
 *
 * <p>The slope is regressed on the truth, not the other way round (errors in variables), and shrunk towards
 * {@value #USUAL_SLOPE}; its standard error counts the answers about one user as
 * {@code n / (1 + (n - 1) icc)} independent ones. A signal becomes the pseudo rating
 * {@code itemMean + (z - a) / b} with weight {@code s^2 / (s^2 + t^2 / b^2 x (1 + (n - 1) icc))}, where {@code s^2} is the
 * noise of ratings and n the number of signals about the user.
 *
 * <p>Where too few signals can be held against ratings, nothing is measured. An unknown generator is then taken to be
 * right but for an offset, which is the mean difference from what is known of the users, and each signal to be worth
 * {@value #ASSUMED_WORTH} ratings, all of one user's together no more than {@value #MOST_ASSUMED}. Whether such signals
 * may be used at all is for the gate to say.
 *
 * @see <a href="https://doi.org/10.1111/j.1751-5823.2002.tb00178.x">design effect: Kish, Survey Sampling (1965), section
 *     5.4</a>
 */
final class UserCalibration {

    /** What an unknown generator's slope is thought to be, and its standard deviation. */
    static final double USUAL_SLOPE = 0.15;

    static final double SLOPE_SPREAD = 0.3;
    /** What the correlation of errors is thought to be, and how many users that counts for. */
    static final double USUAL_WITHIN = 0.3;

    static final double WITHIN_STRENGTH = 5;
    /** With fewer pairs, or fewer users, nothing is measured. */
    static final int FEWEST_PAIRS = 30;

    static final int FEWEST_USERS = 5;
    /** What a signal of an unknown generator is taken for, in ratings; and all of one user's together, at most. */
    static final double ASSUMED_WORTH = 0.1;

    static final double MOST_ASSUMED = 4;

    private final BiasModel bias;
    private final double offset;
    private final Calibration summary;

    private UserCalibration(BiasModel bias, double offset, Calibration summary) {
        this.bias = bias;
        this.offset = offset;
        this.summary = summary;
    }

    /** One signal against its rating, both as differences from the item's mean. */
    private record Pair(double truth, double guess) {}

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
        if (pairs.size() < FEWEST_PAIRS || byUser.size() < FEWEST_USERS) {
            return assumed(table, bias, signals, pairs.size(), byUser.size());
        }
        return measured(bias, byUser, pairs);
    }

    /** What an unknown generator is taken for: right but for an offset, noisy, and worth little. */
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
                offset,
                new Calibration(
                        SignalKind.USER,
                        pairs,
                        users,
                        offset,
                        1,
                        0,
                        bias.noiseVariance() * (1 / ASSUMED_WORTH - 1),
                        USUAL_WITHIN,
                        true,
                        ASSUMED_WORTH));
    }

    private static boolean unrated(RatingTable table, SyntheticSignal signal) {
        return table.row(table.userIndex(signal.subject().orElseThrow()), table.itemIndex(signal.itemId())) < 0;
    }

    private static UserCalibration measured(BiasModel bias, Map<String, List<Pair>> byUser, List<Pair> pairs) {
        int n = pairs.size();
        double truthMean = pairs.stream().mapToDouble(Pair::truth).average().orElseThrow();
        double guessMean = pairs.stream().mapToDouble(Pair::guess).average().orElseThrow();
        double sxx = 0;
        double sxy = 0;
        for (Pair pair : pairs) {
            sxx += (pair.truth - truthMean) * (pair.truth - truthMean);
            sxy += (pair.truth - truthMean) * (pair.guess - guessMean);
        }
        double raw = sxx > 0 ? sxy / sxx : 0;
        double squares = 0;
        for (Pair pair : pairs) {
            double error = pair.guess - guessMean - raw * (pair.truth - truthMean);
            squares += error * error;
        }
        double noise = Math.max(squares / (n - 2), 1e-6);
        double within = within(byUser, truthMean, guessMean, raw);
        double perUser = (double) n / byUser.size();
        double design = 1 + (perUser - 1) * within;
        double rawVariance = sxx > 0 ? design * noise / sxx : Double.POSITIVE_INFINITY;
        double precision = 1 / rawVariance + 1 / (SLOPE_SPREAD * SLOPE_SPREAD);
        double slope = (raw / rawVariance + USUAL_SLOPE / (SLOPE_SPREAD * SLOPE_SPREAD)) / precision;
        double offset = guessMean - slope * truthMean;
        double s2 = bias.noiseVariance();
        Calibration summary = new Calibration(
                SignalKind.USER,
                n,
                byUser.size(),
                offset,
                slope,
                Math.sqrt(1 / precision),
                noise,
                within,
                false,
                s2 / (s2 + noise / (slope * slope)));
        return new UserCalibration(bias, offset, summary);
    }

    /**
     * The correlation of errors of one user, by one-way analysis of variance (Fisher 1925), shrunk towards
     * {@value #USUAL_WITHIN} as if that had been seen on {@value #WITHIN_STRENGTH} users.
     */
    private static double within(Map<String, List<Pair>> byUser, double truthMean, double guessMean, double slope) {
        double between = 0;
        double inside = 0;
        int total = 0;
        double squaredSizes = 0;
        for (List<Pair> pairs : byUser.values()) {
            double mean = 0;
            for (Pair pair : pairs) {
                mean += (pair.guess - guessMean - slope * (pair.truth - truthMean)) / pairs.size();
            }
            for (Pair pair : pairs) {
                double error = pair.guess - guessMean - slope * (pair.truth - truthMean) - mean;
                inside += error * error;
            }
            between += pairs.size() * mean * mean;
            total += pairs.size();
            squaredSizes += (double) pairs.size() * pairs.size();
        }
        int users = byUser.size();
        double size = (total - squaredSizes / total) / (users - 1);
        if (total <= users || size <= 1e-9) {
            return USUAL_WITHIN;
        }
        double meanBetween = between / (users - 1);
        double meanInside = inside / (total - users);
        double denominator = meanBetween + (size - 1) * meanInside;
        double raw = denominator > 0 ? (meanBetween - meanInside) / denominator : 0;
        double clamped = Math.max(0, Math.min(1, raw));
        return (users * clamped + WITHIN_STRENGTH * USUAL_WITHIN) / (users + WITHIN_STRENGTH);
    }

    /** The figures of the fit. */
    Calibration summary() {
        return summary;
    }

    /**
     * Pseudo ratings of the pairs that no person has rated; none if the signals cannot be told from noise.
     *
     * @param table real ratings
     * @param signals signals about users
     */
    List<PseudoRating> pseudoRatings(RatingTable table, List<SyntheticSignal> signals) {
        List<PseudoRating> rows = new ArrayList<>();
        if (!summary.informative() || summary.worth() <= 0) {
            return rows;
        }
        Map<String, List<SyntheticSignal>> byUser = new LinkedHashMap<>();
        for (SyntheticSignal signal : signals) {
            if (unrated(table, signal)) {
                byUser.computeIfAbsent(signal.subject().orElseThrow(), id -> new ArrayList<>())
                        .add(signal);
            }
        }
        double s2 = bias.noiseVariance();
        double variance = summary.noiseVariance() / (summary.slope() * summary.slope());
        byUser.forEach((userId, mine) -> {
            double design = 1 + (mine.size() - 1) * summary.withinSubject();
            double weight = summary.assumed()
                    ? Math.min(ASSUMED_WORTH, MOST_ASSUMED / mine.size())
                    : s2 / (s2 + variance * design);
            for (SyntheticSignal signal : mine) {
                double mean = bias.itemMean(signal.itemId());
                double value = mean + (signal.value() - mean - offset) / summary.slope();
                rows.add(new PseudoRating(userId, signal.itemId(), table.scale().clamp(value), weight));
            }
        });
        return rows;
    }
}
