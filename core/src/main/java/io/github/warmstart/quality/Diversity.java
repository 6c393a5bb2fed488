// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.quality;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How diverse the signals of one kind and round are. A generator that is fed with its own output loses the tails first
 * and then all diversity (Shumailov et al. 2024); so does one whose model or prompt has changed for the worse.
 *
 * @param kind which signals
 * @param signals how many, 1 or more
 * @param freedom how many beyond the first of each subject; for the audience beyond the first
 * @param spread their standard deviation around the mean of their subject, divisor {@code freedom}, in rating units; 0 if
 *     {@code freedom} is
 * @param spreadError the standard error of the natural logarithm of the spread; 0 if {@code freedom} is
 * @param spreadRatio the spread as a multiple of that of {@linkplain RealDiversity real ratings of comparable kind};
 *     absent if {@code freedom} is 0, or too few ratings are there or they do not vary
 * @param tailShare the share of signals in the lowest and the highest sixth of the scale
 * @param realTailShare the same of what people gave; absent if too few ratings are there
 * @param distinct how many different values there are
 * @param commonest the share of signals with the most common value
 * @see <a href="https://doi.org/10.1038/s41586-024-07566-y">Shumailov et al.: AI models collapse when trained on
 *     recursively generated data (2024)</a>
 */
public record Diversity(
        SignalKind kind,
        int signals,
        int freedom,
        double spread,
        double spreadError,
        OptionalDouble spreadRatio,
        double tailShare,
        OptionalDouble realTailShare,
        int distinct,
        double commonest) {

    /** How much of the scale, at either end, is a tail. */
    private static final double TAIL = 1.0 / 6;

    /**
     * Measures the signals of one kind.
     *
     * <p>O(signals); a pure function, so safe for any thread.
     *
     * @param kind which signals to measure; others are left out
     * @param signals what a generator made up
     * @param real what to hold them against
     * @return the figures; nothing if there is no signal of the kind
     */
    public static Optional<Diversity> of(SignalKind kind, List<SyntheticSignal> signals, RealDiversity real) {
        Map<String, List<SyntheticSignal>> bySubject = signals.stream()
                .filter(signal -> signal.kind() == kind)
                .collect(Collectors.groupingBy(
                        signal -> signal.subject().orElse(""), LinkedHashMap::new, Collectors.toList()));
        if (bySubject.isEmpty()) {
            return Optional.empty();
        }
        Spread spread = new Spread();
        Map<Double, Integer> counts = new LinkedHashMap<>();
        int number = 0;
        int tails = 0;
        for (List<SyntheticSignal> group : bySubject.values()) {
            spread.addGroup(group.stream().mapToDouble(SyntheticSignal::value).toArray());
            for (SyntheticSignal signal : group) {
                counts.merge(signal.value() + 0.0, 1, Integer::sum); // -0.0 becomes 0.0
                tails += inTail(real.scale(), signal.value()) ? 1 : 0;
                number++;
            }
        }
        double deviation = Math.sqrt(spread.variance());
        OptionalDouble reference = real.spread(kind);
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
                real.tails(kind),
                counts.size(),
                counts.values().stream().mapToInt(count -> count).max().orElseThrow() / (double) number));
    }

    /** Whether a value lies in the lowest or the highest sixth of the scale, their inner ends included. */
    static boolean inTail(RatingScale scale, double value) {
        double width = TAIL * scale.length();
        return value <= scale.lowest() + width || value >= scale.highest() - width;
    }

    /**
     * The figures in one line, as reports show them.
     *
     * @return for example {@code spread 0.41, 0.83 of people's; in the tails 3.0 %, people 5.0 %; 17 different values, the
     *     most common one 12 %}
     */
    public String inWords() {
        return String.format(
                Locale.ROOT,
                "spread %.2f%s; in the tails %.1f %%%s; %,d different values, the most common one %.0f %%",
                spread,
                spreadRatio.isPresent()
                        ? String.format(Locale.ROOT, ", %.2f of people's", spreadRatio.getAsDouble())
                        : "",
                100 * tailShare,
                realTailShare.isPresent()
                        ? String.format(Locale.ROOT, ", people %.1f %%", 100 * realTailShare.getAsDouble())
                        : "",
                distinct,
                100 * commonest);
    }
}
