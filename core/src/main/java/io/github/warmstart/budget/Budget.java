// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.budget;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much a warm start may spend. Limits join: the first that is reached ends the asking. Immutable.
 *
 * <p>Requests are counted one by one; tries that a generator repeats by itself are known only after its answer, and count
 * then. Tokens and money, too, are known only after an answer, so what the next request will take is estimated from the
 * dearest answer so far, and nothing is sent that is expected to pass the limit. The first request goes alone, and after
 * it no more go together than were answered before, nor more than half of what is left is thought to pay for.
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
     * No limit at all.
     *
     * @return the budget
     */
    public static Budget unlimited() {
        return UNLIMITED;
    }

    /**
     * A limit of requests; a failed try that was sent counts as one.
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
     * @param price what the provider charges
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
     * @param price what the provider charges
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
     * The same budget with another price, by which the cost is reported. It sets no limit of money by itself, and leaves
     * one that was set.
     *
     * @param price what the provider charges
     * @return a new budget
     */
    public Budget pricedAt(Price price) {
        return new Budget(requests, tokens, money, requireNonNull(price, "price"));
    }

    /**
     * How many requests may be sent.
     *
     * @return {@link Long#MAX_VALUE} for no limit
     */
    public long requests() {
        return requests;
    }

    /**
     * How many tokens may be spent.
     *
     * @return {@link Long#MAX_VALUE} for no limit
     */
    public long tokens() {
        return tokens;
    }

    /**
     * How much money may be spent.
     *
     * @return positive infinity for no limit
     */
    public double money() {
        return money;
    }

    /**
     * What the provider charges.
     *
     * @return nothing if the host did not say
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
