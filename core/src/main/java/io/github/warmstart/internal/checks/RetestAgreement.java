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
 * Test-retest agreement of a generator: agreement of its answers to the same questions asked twice, or asked again with the
 * items in another order.
 *
 * <p>A figure is absent if there are too few pairs, and never NaN: the mean difference and the share of moved answers
 * require one pair, the standard deviation two, the correlation three and variance in both lists.
 *
 * @param pairs number of questions answered both times
 * @param meanDifference mean of second minus first answer, in rating units: drift, or an effect of the item order
 * @param deviation the standard deviation of the differences around their mean, divisor {@code pairs - 1}. If both
 *     answers are equally noisy, a single answer has {@code 1 / sqrt 2} of it
 * @param correlation Pearson correlation of the two answers, -1 to 1
 * @param moved the share of pairs, 0 to 1, whose answers differ by at least one step of the scale
 */
public record RetestAgreement(
        int pairs,
        OptionalDouble meanDifference,
        OptionalDouble deviation,
        OptionalDouble correlation,
        OptionalDouble moved) {

    /** Step assumed for a scale without steps, as a share of its length. */
    public static final double STEP_SHARE = 0.1;

    /** Tolerance for decimals that are inexact in binary: 3.3 and 3.8 differ by half a star. */
    private static final double ROUNDING = 1e-9;

    /** Minimum number of repeated answers for a conclusion. */
    static final int MIN_REPEATED = 20;
    /** One-sided 95 % quantile of the standard normal distribution. */
    private static final double BOUND = 1.645;

    private record Question(SignalKind kind, Optional<String> subject, String itemId) {}

    /**
     * Compares two lists of answers. Signals are paired by kind, subject and item; unpaired signals are ignored, and several
     * signals for one question in one list are averaged.
     *
     * <p>O(signals). Thread-safe. The order of the lists affects at most the last digits.
     *
     * @param first the answers of the first run
     * @param again the answers of the second run
     * @param scale the scale of both
     * @return the agreement; all figures are absent if there is no pair
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
     * Whether the correlation is not significantly above 0, by Fisher's z-transformation. Constant answers have no
     * correlation; calibration handles them.
     *
     * @return false also if there are fewer than {@value #MIN_REPEATED} pairs
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
     * @return a phrase for the report
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
                        : "undefined, since all are equal");
    }
}
