// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.checks;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far a generator says the same when it is asked the same again, or with the items in another order.
 *
 * <p>A figure that so few pairs cannot give is absent, and none is ever NaN: the mean difference and the share that moved
 * take one pair, the standard deviation two, the correlation three and two lists that both vary.
 *
 * @param pairs how many questions were answered both times
 * @param meanDifference by how much the second answers are higher than the first, in rating units: a drift, or what the
 *     order does
 * @param deviation the standard deviation of the differences around their mean, divisor {@code pairs - 1}. Where both
 *     answers are equally noisy, one answer has {@code 1 / sqrt 2} of it
 * @param correlation Pearson's correlation of the two answers, -1 to 1
 * @param moved the share of pairs, 0 to 1, whose answers are a step of the scale or more apart
 */
public record RetestAgreement(
        int pairs,
        OptionalDouble meanDifference,
        OptionalDouble deviation,
        OptionalDouble correlation,
        OptionalDouble moved) {

    /** On a scale without steps, the share of its length that counts as one. */
    public static final double STEP_SHARE = 0.1;

    /** Halves and tenths are not exact in binary: 3.3 and 3.8 are half a star apart. */
    private static final double ROUNDING = 1e-9;

    /** With fewer repeated answers, no conclusion is drawn. */
    static final int MIN_REPEATED = 20;
    /** One-sided 95 % bound of the standard normal distribution. */
    private static final double BOUND = 1.645;

    private record Question(SignalKind kind, Optional<String> subject, String itemId) {}

    /**
     * Compares two sets of answers. Signals meet if kind, subject and item are the same; those without a partner are left
     * out, and of several for one question in one list the mean counts.
     *
     * <p>O(signals); a pure function, so safe for any thread; the order of the lists changes at most the last digits.
     *
     * @param first the answers of the first time
     * @param again those of the second time
     * @param scale the scale of both
     * @return the figures; with no pair they are all absent
     */
    public static RetestAgreement of(List<SyntheticSignal> first, List<SyntheticSignal> again, RatingScale scale) {
        Map<Question, double[]> before = byQuestion(first);
        Map<Question, double[]> after = byQuestion(again);
        List<double[]> both = new ArrayList<>();
        before.forEach((question, sum) -> {
            double[] other = after.get(question);
            if (other != null) {
                both.add(new double[] {sum[0] / sum[1], other[0] / other[1]});
            }
        });
        int pairs = both.size();
        if (pairs == 0) {
            return new RetestAgreement(
                    0, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }
        double step = scale.step() > 0 ? scale.step() : STEP_SHARE * scale.length();
        double rounding = ROUNDING * scale.length();
        long moved = both.stream()
                .filter(pair -> Math.abs(pair[1] - pair[0]) >= step - rounding)
                .count();
        double meanFirst = both.stream().mapToDouble(pair -> pair[0]).average().orElseThrow();
        double meanAgain = both.stream().mapToDouble(pair -> pair[1]).average().orElseThrow();
        double sxx = 0;
        double syy = 0;
        double sxy = 0;
        double squares = 0;
        for (double[] pair : both) {
            double x = pair[0] - meanFirst;
            double y = pair[1] - meanAgain;
            sxx += x * x;
            syy += y * y;
            sxy += x * y;
            squares += (y - x) * (y - x);
        }
        double least = rounding * rounding * pairs;
        return new RetestAgreement(
                pairs,
                OptionalDouble.of(meanAgain - meanFirst),
                pairs < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / (pairs - 1))),
                pairs < 3 || sxx <= least || syy <= least
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Math.max(-1, Math.min(1, sxy / Math.sqrt(sxx * syy)))),
                OptionalDouble.of((double) moved / pairs));
    }

    private static Map<Question, double[]> byQuestion(List<SyntheticSignal> signals) {
        Map<Question, double[]> sums = new LinkedHashMap<>();
        for (SyntheticSignal signal : signals) {
            double[] sum = sums.computeIfAbsent(
                    new Question(signal.kind(), signal.subject(), signal.itemId()), question -> new double[2]);
            sum[0] += signal.value();
            sum[1]++;
        }
        return sums;
    }

    /**
     * Whether answers and their repetition correlate no more than chance explains, by Fisher's transformation. Equal answers
     * to all questions have no correlation, and are left to calibration.
     *
     * @return false also where there are fewer than {@value #MIN_REPEATED} pairs
     */
    public boolean isChance() {
        if (pairs < MIN_REPEATED || correlation.isEmpty()) {
            return false;
        }
        double r = Math.min(correlation.getAsDouble(), 1 - 1e-9);
        double z = 0.5 * StrictMath.log((1 + r) / Math.max(1e-9, 1 - r));
        return z * Math.sqrt(pairs - 3.0) < BOUND;
    }

    /**
     * The figures in one line.
     *
     * @return words for a report
     */
    public String inWords() {
        if (deviation.isEmpty()) {
            return "asked again in reversed order: too few answers to compare";
        }
        return String.format(
                Locale.ROOT,
                "asked again in reversed order: %d answers differ by %+.2f +- %.2f, correlation %s",
                pairs,
                meanDifference.orElse(0),
                deviation.getAsDouble(),
                correlation.isPresent()
                        ? String.format(Locale.ROOT, "%.2f", correlation.getAsDouble())
                        : "none, since all are equal");
    }
}
