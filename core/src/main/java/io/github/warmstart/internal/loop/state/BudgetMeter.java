// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what was spent below the budget. Confined to one thread. */
public final class BudgetMeter {

    /** What a request is thought to take before one was answered: so much, and so much an item. */
    private static final double TOKENS_A_REQUEST = 600;

    private static final double TOKENS_AN_ITEM = 60;
    /** How much of what is left several requests together may be thought to take. */
    private static final double SHARE_AT_ONCE = 0.5;

    private final Budget budget;
    private long requests;
    private Usage spent = Usage.NONE;
    /** How many answers have told what they took. */
    private long answered;
    /** How many tries an answer took, at most. */
    private long tries = 1;
    /** By how much answers were dearer than thought, at most. */
    private double tokenFactor;

    private double moneyFactor;

    public BudgetMeter(Budget budget) {
        this.budget = budget;
    }

    /**
     * How many of the next requests may be sent together. Where tokens or money are limited, the first goes alone: its
     * answer tells what the others will take. Then no more go together than were answered before, so that the dearest of
     * them is a fair guess, and unless it is a single one, no more than half of what is left is thought to pay for.
     */
    public int affordable(List<SignalRequest> next) {
        long left = budget.requests() - requests;
        long count = Math.min(next.size(), left <= 0 ? 0 : Math.max(1, left / tries));
        boolean metered = budget.tokens() < Long.MAX_VALUE || budget.money() < Double.POSITIVE_INFINITY;
        if (!metered) {
            return (int) count;
        }
        double tokensLeft = budget.tokens() - (double) spent.tokens();
        double moneyLeft = budget.money() - cost(spent);
        double tokens = 0;
        double money = 0;
        int sent = 0;
        while (sent < Math.min(count, Math.max(1, answered))) {
            double thought = thought(next.get(sent));
            tokens += thought * (answered > 0 ? tokenFactor : 1);
            money += thought * (answered > 0 ? moneyFactor : firstPrice());
            double share = sent == 0 ? 1 : SHARE_AT_ONCE;
            if (tokensLeft <= 0 || moneyLeft <= 0 || tokens > share * tokensLeft || money > share * moneyLeft) {
                break;
            }
            sent++;
        }
        return sent;
    }

    /** Takes note of an answer. */
    public void settle(SignalReply reply) {
        settle(reply.usage());
        tries = Math.max(tries, reply.usage().calls());
        // a failed call without an answer tells nothing of what answers take
        if (reply.usage().tokens() > 0) {
            double thought = thought(reply.request());
            answered++;
            tokenFactor = Math.max(tokenFactor, reply.usage().tokens() / thought);
            moneyFactor = Math.max(moneyFactor, cost(reply.usage()) / thought);
        }
    }

    /** Takes note of what was spent on no answer. */
    public void settle(Usage usage) {
        requests += Math.max(1, usage.calls());
        spent = spent.plus(usage);
    }

    public Usage spent() {
        return spent;
    }

    public long requests() {
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

    /** What a request is taken for as long as nothing better is known, in tokens. */
    public static double thought(SignalRequest request) {
        return TOKENS_A_REQUEST + TOKENS_AN_ITEM * request.items().size();
    }
}
