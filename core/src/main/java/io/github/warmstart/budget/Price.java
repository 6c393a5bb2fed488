// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.budget;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.signal.Usage;

/**
 * Price of a provider's tokens. The library knows no prices: the host states them.
 *
 * @param inputPerMillion the price of a million prompt tokens
 * @param cachedPerMillion the price of a million prompt tokens that the provider reads from its cache
 * @param outputPerMillion the price of a million answer tokens
 * @param currency the currency, for reports
 */
public record Price(double inputPerMillion, double cachedPerMillion, double outputPerMillion, String currency) {

    private static final double MILLION = 1e6;

    /**
     * Checks the figures.
     *
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public Price {
        if (!(inputPerMillion >= 0)
                || !(cachedPerMillion >= 0)
                || !(outputPerMillion >= 0)
                || !Double.isFinite(inputPerMillion + cachedPerMillion + outputPerMillion)) {
            throw new IllegalArgumentException("prices must be finite and >= 0, but were %s, %s and %s"
                    .formatted(inputPerMillion, cachedPerMillion, outputPerMillion));
        }
        requireNonNull(currency, "currency");
    }

    /**
     * A price without a discount for cached tokens.
     *
     * @param inputPerMillion the price of a million prompt tokens
     * @param outputPerMillion the price of a million answer tokens
     * @param currency the currency
     * @return the price
     */
    public static Price perMillionTokens(double inputPerMillion, double outputPerMillion, String currency) {
        return new Price(inputPerMillion, inputPerMillion, outputPerMillion, currency);
    }

    /**
     * The cost of a usage.
     *
     * @param usage the usage
     * @return an amount in the currency
     */
    public double of(Usage usage) {
        return ((usage.inputTokens() - usage.cachedTokens()) * inputPerMillion
                        + usage.cachedTokens() * cachedPerMillion
                        + usage.outputTokens() * outputPerMillion)
                / MILLION;
    }
}
