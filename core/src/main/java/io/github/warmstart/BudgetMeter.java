// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what was spent below the budget. Confined to one thread. */
final class BudgetMeter {

    /** What a request is thought to take before one was answered: so much, and so much an item. */
    private static final double TOKENS_A_REQUEST = 600;

    private static final double TOKENS_AN_ITEM = 60;

    private final Budget budget;
    private long requests;
    private Usage spent = Usage.NONE;
    private boolean answered;
    /** By how much answers were dearer than thought, at most. */
    private double tokenFactor;

    private double moneyFactor;

    BudgetMeter(Budget budget) {
        this.budget = budget;
    }

    /**
     * How many of the next requests may be sent together. Where tokens or money are limited and none is known yet, it is
     * one: its answer tells what the others will take.
     */
    int affordable(List<SignalRequest> next) {
        long count = Math.min(next.size(), budget.requests() - requests);
        boolean metered = budget.tokens() < Long.MAX_VALUE || budget.money() < Double.POSITIVE_INFINITY;
        if (!metered) {
            return (int) Math.max(0, count);
        }
        double tokens = spent.tokens();
        double money = cost(spent);
        int sent = 0;
        while (sent < count && (answered || sent == 0)) {
            double thought = thought(next.get(sent));
            tokens += thought * (answered ? tokenFactor : 1);
            money += thought * (answered ? moneyFactor : firstPrice());
            if (tokens > budget.tokens() || money > budget.money()) {
                break;
            }
            sent++;
        }
        return sent;
    }

    /** Takes note of an answer. */
    void settle(SignalReply reply) {
        settle(reply.usage());
        double thought = thought(reply.request());
        if (reply.usage().calls() > 0) {
            answered = true;
            tokenFactor = Math.max(tokenFactor, reply.usage().tokens() / thought);
            moneyFactor = Math.max(moneyFactor, cost(reply.usage()) / thought);
        }
    }

    /** Takes note of what was spent on no answer. */
    void settle(Usage usage) {
        requests += Math.max(1, usage.calls());
        spent = spent.plus(usage);
    }

    Usage spent() {
        return spent;
    }

    long requests() {
        return requests;
    }

    private double cost(Usage usage) {
        @Nullable Price price = budget.price().orElse(null);
        return price == null ? 0 : price.of(usage);
    }

    /** Half of what a first request takes is thought to be answer. */
    private double firstPrice() {
        return cost(new Usage(1, 500, 0, 500)) / 1000;
    }

    private static double thought(SignalRequest request) {
        return TOKENS_A_REQUEST + TOKENS_AN_ITEM * request.items().size();
    }
}
