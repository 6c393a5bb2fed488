// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.budget;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spending limits of a warm start. Limits combine: the first one that is reached ends the questions. Immutable.
 *
 * <p>Requests are counted one by one; attempts that a generator repeats by itself are known only after its answer, and are
 * counted then. Tokens and money are known only after an answer too, so the usage of the next request is estimated from the
 * most expensive answer so far, and no request is sent that is expected to exceed a limit. The first request is sent alone;
 * afterwards at most as many are sent together as were answered before, and at most as many as half of the remaining budget
 * is expected to pay for.
 */
public final class Budget {

    private static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Long.MAX_VALUE, Double.POSITIVE_INFINITY, null);

    private final long requests;
    private final long tokens;
    private final double money;
    private final @Nullable Price price;

    private Budget(long requests, long tokens, double money, @Nullable Price price) {
        this.requests = requests;
        this.tokens = tokens;
        this.money = money;
        this.price = price;
    }

    /**
     * A budget without limits.
     *
     * @return the budget
     */
    public static Budget unlimited() {
        return UNLIMITED;
    }

    /**
     * A limit of requests; a failed attempt that was sent counts as one.
     *
     * @param requests 0 or more; 0 asks nothing
     * @return the budget
     */
    public static Budget requests(long requests) {
        return UNLIMITED.withRequests(requests);
    }

    /**
     * A limit of tokens, of prompts and answers together.
     *
     * @param tokens 0 or more
     * @return the budget
     */
    public static Budget tokens(long tokens) {
        return UNLIMITED.withTokens(tokens);
    }

    /**
     * A limit of money.
     *
     * @param amount 0 or more, in the currency of the price
     * @param price the price of the provider
     * @return the budget
     */
    public static Budget money(double amount, Price price) {
        return UNLIMITED.withMoney(amount, price);
    }

    /**
     * The same budget with another limit of requests.
     *
     * @param requests 0 or more
     * @return a new budget
     * @throws IllegalArgumentException if it is negative
     */
    public Budget withRequests(long requests) {
        if (requests < 0) {
            throw new IllegalArgumentException("requests must be >= 0, but was " + requests);
        }
        return new Budget(requests, tokens, money, price);
    }

    /**
     * The same budget with another limit of tokens.
     *
     * @param tokens 0 or more
     * @return a new budget
     * @throws IllegalArgumentException if it is negative
     */
    public Budget withTokens(long tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens must be >= 0, but was " + tokens);
        }
        return new Budget(requests, tokens, money, price);
    }

    /**
     * The same budget with another limit of money.
     *
     * @param amount 0 or more, in the currency of the price
     * @param price the price of the provider
     * @return a new budget
     * @throws IllegalArgumentException if the amount is negative or NaN
     */
    public Budget withMoney(double amount, Price price) {
        if (!(amount >= 0)) {
            throw new IllegalArgumentException("amount must be >= 0, but was " + amount);
        }
        return new Budget(requests, tokens, amount, requireNonNull(price, "price"));
    }

    /**
     * The same budget with another price for the reported cost. It sets no limit of money, and keeps an existing one.
     *
     * @param price the price of the provider
     * @return a new budget
     */
    public Budget pricedAt(Price price) {
        return new Budget(requests, tokens, money, requireNonNull(price, "price"));
    }

    /**
     * The limit of requests.
     *
     * @return {@link Long#MAX_VALUE} for no limit
     */
    public long requests() {
        return requests;
    }

    /**
     * The limit of tokens.
     *
     * @return {@link Long#MAX_VALUE} for no limit
     */
    public long tokens() {
        return tokens;
    }

    /**
     * The limit of money.
     *
     * @return positive infinity for no limit
     */
    public double money() {
        return money;
    }

    /**
     * The price of the provider.
     *
     * @return empty if the host did not set it
     */
    public Optional<Price> price() {
        return Optional.ofNullable(price);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (requests < Long.MAX_VALUE) {
            text.append(requests).append(" requests, ");
        }
        if (tokens < Long.MAX_VALUE) {
            text.append(tokens).append(" tokens, ");
        }
        if (money < Double.POSITIVE_INFINITY && price != null) {
            text.append(money).append(' ').append(price.currency()).append(", ");
        }
        return text.length() == 0 ? "unlimited" : text.substring(0, text.length() - 2);
    }
}
