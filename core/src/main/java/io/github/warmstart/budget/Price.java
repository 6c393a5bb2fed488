// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.budget;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.signal.Usage;

/**
 * What a provider charges. The library knows no price: the host states it.
 *
 * @param inputPerMillion for a million tokens of prompts
 * @param cachedPerMillion for a million tokens of prompts that the provider read from its cache
 * @param outputPerMillion for a million tokens of answers
 * @param currency what the figures are in, for reports
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
     * @param inputPerMillion for a million tokens of prompts
     * @param outputPerMillion for a million tokens of answers
     * @param currency what the figures are in
     * @return the price
     */
    public static Price perMillionTokens(double inputPerMillion, double outputPerMillion, String currency) {
        return new Price(inputPerMillion, inputPerMillion, outputPerMillion, currency);
    }

    /**
     * What some usage costs.
     *
     * @param usage what was spent
     * @return an amount of the currency
     */
    public double of(Usage usage) {
        return ((usage.inputTokens() - usage.cachedTokens()) * inputPerMillion
                        + usage.cachedTokens() * cachedPerMillion
                        + usage.outputTokens() * outputPerMillion)
                / MILLION;
    }
}
