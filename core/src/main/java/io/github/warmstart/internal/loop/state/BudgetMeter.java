// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Meter of spending that keeps it below the budget. Confined to one thread. */
public final class BudgetMeter {

    /** Expected tokens of a request before any answer: a constant, and a part per item. */
    private static final double TOKENS_PER_REQUEST = 600;

    private static final double TOKENS_PER_ITEM = 60;
    /** Largest share of the remaining budget that several requests sent together may be expected to use. */
    private static final double MAX_SHARE_TOGETHER = 0.5;

    /** Estimates questions about choices, which differ much in length. */
    private static final SyntheticSignalGenerator USUAL = (requests, replies) -> {};

    private final Budget budget;
    private long requests;
    private Usage spent = Usage.NONE;
    /** Number of answers with a known usage. */
    private long answered;
    /** Largest number of attempts for an answer. */
    private long maxAttempts = 1;
    /** Largest ratio of actual to expected tokens of an answer; likewise of cost. */
    private double tokenFactor;

    private double moneyFactor;

    public BudgetMeter(Budget budget) {
        this.budget = budget;
    }

    /**
     * Number of the next requests that may be sent together. If tokens or money are limited, the first is sent alone:
     * its answer shows the usage of the others. Then no more are sent together than were answered before, so that the
     * most expensive of those is a fair estimate, and, except for a single request, no more than half of the remaining
     * budget is expected to pay for.
     */
    public int affordable(List<SignalRequest> next) {
        long left = budget.requests() - requests;
        long count = Math.min(next.size(), left <= 0 ? 0 : Math.max(1, left / maxAttempts));
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
            double expectedTokens = expectedTokens(next.get(sent));
            tokens += expectedTokens * (answered > 0 ? tokenFactor : 1);
            money += expectedTokens * (answered > 0 ? moneyFactor : firstPrice());
            double share = sent == 0 ? 1 : MAX_SHARE_TOGETHER;
            if (tokensLeft <= 0 || moneyLeft <= 0 || tokens > share * tokensLeft || money > share * moneyLeft) {
                break;
            }
            sent++;
        }
        return sent;
    }

    /** Records the usage of an answer. */
    public void settle(SignalReply reply) {
        settle(reply.usage());
        maxAttempts = Math.max(maxAttempts, reply.usage().calls());
        // a failed call without tokens says nothing about the usage of answers
        if (reply.usage().tokens() > 0) {
            double expectedTokens = expectedTokens(reply.request());
            answered++;
            tokenFactor = Math.max(tokenFactor, reply.usage().tokens() / expectedTokens);
            moneyFactor = Math.max(moneyFactor, cost(reply.usage()) / expectedTokens);
        }
    }

    /** Records usage without an answer. */
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

    /** Cost of an expected token before any answer, if half of the tokens are output. */
    private double firstPrice() {
        return cost(new Usage(1, 500, 0, 500)) / 1000;
    }

    /** Expected tokens of a request before any answer. */
    public static double expectedTokens(SignalRequest request) {
        if (request instanceof ChoiceRequest) {
            return USUAL.estimate(request).tokens();
        }
        return TOKENS_PER_REQUEST + TOKENS_PER_ITEM * request.items().size();
    }
}
