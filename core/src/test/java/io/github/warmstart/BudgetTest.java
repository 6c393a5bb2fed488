// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.signal.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    private static final Price PRICE = Price.perMillionTokens(2, 8, "EUR");

    @Test
    void unlimited_hasNoLimit() {
        Budget budget = Budget.unlimited();

        assertThat(budget.requests()).isEqualTo(Long.MAX_VALUE);
        assertThat(budget.tokens()).isEqualTo(Long.MAX_VALUE);
        assertThat(budget.money()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(budget.price()).isEmpty();
        assertThat(budget).hasToString("unlimited");
    }

    @Test
    void limits_join() {
        Budget budget = Budget.requests(10).withTokens(2_000).withMoney(1.5, PRICE);

        assertThat(budget.requests()).isEqualTo(10);
        assertThat(budget.tokens()).isEqualTo(2_000);
        assertThat(budget.money()).isEqualTo(1.5);
        assertThat(budget.price()).contains(PRICE);
        assertThat(budget).hasToString("10 requests, 2000 tokens, 1.5 EUR");
    }

    @Test
    void with_leavesTheOldBudgetAsItWas() {
        Budget budget = Budget.tokens(5);

        Budget more = budget.withTokens(6);

        assertThat(budget.tokens()).isEqualTo(5);
        assertThat(more.tokens()).isEqualTo(6);
    }

    @Test
    void pricedAt_setsNoLimitAndLeavesOneThatWasSet() {
        Price other = Price.perMillionTokens(1, 1, "USD");

        assertThat(Budget.requests(3).pricedAt(PRICE)).hasToString("3 requests");
        assertThat(Budget.requests(3).pricedAt(PRICE).price()).contains(PRICE);
        assertThat(Budget.money(4, PRICE).pricedAt(other)).hasToString("4.0 USD");
    }

    @Test
    void budget_negativeOrNaN_isRefused() {
        assertThatThrownBy(() -> Budget.requests(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requests must be >= 0, but was -1");
        assertThatThrownBy(() -> Budget.tokens(-2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens must be >= 0, but was -2");
        assertThatThrownBy(() -> Budget.money(-0.5, PRICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("amount must be >= 0, but was -0.5");
        assertThatThrownBy(() -> Budget.money(Double.NaN, PRICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("amount must be >= 0, but was NaN");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0",
        "0, -1, 0",
        "0, 0, -1",
        "NaN, 0, 0",
        "0, NaN, 0",
        "0, 0, NaN",
        "Infinity, 0, 0",
        "0, 0, Infinity"
    })
    void price_negativeOrNotFinite_isRefused(double input, double cached, double output) {
        assertThatThrownBy(() -> new Price(input, cached, output, "EUR"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prices must be finite and >= 0, but were %s, %s and %s", input, cached, output);
    }

    @Test
    void priceOf_usage_chargesCachedTokensTheirOwnPrice() {
        Price price = new Price(2, 0.5, 8, "EUR");

        // (1000 - 400) x 2 + 400 x 0.5 + 100 x 8, a million
        assertThat(price.of(new Usage(3, 1_000, 400, 100))).isEqualTo(2_200 / 1e6);
        assertThat(PRICE.of(new Usage(3, 1_000, 400, 100))).isEqualTo(2_800 / 1e6);
        assertThat(price.of(Usage.NONE)).isZero();
    }

    @Test
    void usage_absurdCounts_stayAtTheEndOfTheRange() {
        Usage absurd = new Usage(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(absurd.plus(absurd)).isEqualTo(absurd);
        assertThat(absurd.tokens()).isEqualTo(Long.MAX_VALUE);
    }
}
