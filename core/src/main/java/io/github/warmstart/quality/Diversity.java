// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.quality;

import io.github.warmstart.signal.SignalKind;
import java.util.Locale;
import java.util.OptionalDouble;

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
 * @param spreadRatio the spread as a multiple of that of real ratings of comparable kind;
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
