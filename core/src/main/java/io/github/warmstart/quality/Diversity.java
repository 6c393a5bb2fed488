// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.quality;

import io.github.warmstart.signal.SignalKind;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Diversity of the signals of one kind in one round. A generator trained on its own output loses the tails of the
 * distribution first and then all diversity (Shumailov et al. 2024); a degraded model or prompt has the same effect.
 *
 * @param kind kind of the signals
 * @param signals number of signals, 1 or more
 * @param freedom degrees of freedom: signals minus subjects; for the audience signals minus 1
 * @param spread standard deviation around the mean of each subject, divisor {@code freedom}, in rating units; 0 if
 *     {@code freedom} is 0
 * @param spreadError standard error of the natural logarithm of the spread; 0 if {@code freedom} is 0
 * @param spreadRatio the spread relative to that of comparable real ratings; absent if {@code freedom} is 0, or if the
 *     ratings are too few or do not vary
 * @param tailShare share of signals in the lowest and the highest sixth of the scale, 0 to 1
 * @param realTailShare share of comparable real ratings there, 0 to 1; absent if there are too few ratings
 * @param distinct number of distinct values
 * @param commonest share of signals with the most common value, 0 to 1
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

    /**
     * The figures in one line, as reports show them.
     *
     * @return for example {@code spread 0.41, 0.83 of real ratings'; tail share 3.0 %, real ratings 5.0 %; 17 distinct values,
     *     most common one 12 %}
     */
    public String inWords() {
        return String.format(
                Locale.ROOT,
                "spread %.2f%s; tail share %.1f %%%s; %,d distinct values, most common one %.0f %%",
                spread,
                spreadRatio.isPresent()
                        ? String.format(Locale.ROOT, ", %.2f of real ratings'", spreadRatio.getAsDouble())
                        : "",
                100 * tailShare,
                realTailShare.isPresent()
                        ? String.format(Locale.ROOT, ", real ratings %.1f %%", 100 * realTailShare.getAsDouble())
                        : "",
                distinct,
                100 * commonest);
    }
}
