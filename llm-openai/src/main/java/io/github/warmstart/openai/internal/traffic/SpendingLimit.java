// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.signal.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client within its budget: what a call may take is reserved before it is sent, and settled by what it took. Not
 * thread-safe.
 *
 * <p>An answer that broke off on its way was paid for as well, so where the server told no usage, the prompt and a mean
 * answer are booked.
 */
public final class SpendingLimit {

    /** Whether there is room for another call. */
    enum Room {
        YES,
        /** Only if calls in flight take less than they may. */
        PERHAPS_LATER,
        NO
    }

    private final Budget budget;
    private final @Nullable Price price;
    private long calls;
    private long callsInFlight;
    private long tokens;
    private long tokensInFlight;
    private double money;
    private double moneyInFlight;
    private long answers;
    private long outputOfAnswers;

    public SpendingLimit(Budget budget) {
        this.budget = budget;
        price = budget.price().orElse(null);
    }

    Room room(TokenReservation toll) {
        double cost = cost(toll.input(), 0, toll.output());
        if (fits(calls + 1, tokens + toll.tokens(), money + cost)) {
            return fits(
                            calls + callsInFlight + 1,
                            tokens + tokensInFlight + toll.tokens(),
                            money + moneyInFlight + cost)
                    ? Room.YES
                    : Room.PERHAPS_LATER;
        }
        return Room.NO;
    }

    void reserve(TokenReservation toll) {
        callsInFlight++;
        tokensInFlight += toll.tokens();
        moneyInFlight += cost(toll.input(), 0, toll.output());
    }

    /** The call was never sent, or its end is told by {@link #book}. */
    void release(TokenReservation toll) {
        callsInFlight--;
        tokensInFlight -= toll.tokens();
        moneyInFlight -= cost(toll.input(), 0, toll.output());
    }

    /**
     * Books a call that was sent.
     *
     * @param known what the server told
     * @param worked whether the model may have worked although the server told nothing
     */
    void book(TokenReservation toll, Wire.Tokens known, boolean worked) {
        calls++;
        boolean told = known.input() + known.output() > 0;
        if (told) {
            answers++;
            outputOfAnswers += known.output();
            add(known.input(), known.cached(), known.output());
        } else if (worked) {
            add(toll.input(), 0, answers == 0 ? toll.output() : outputOfAnswers / answers);
        }
    }

    private void add(long input, long cached, long output) {
        tokens += input + output;
        money += cost(input, cached, output);
    }

    String limit() {
        return budget.toString();
    }

    private boolean fits(long callCount, long tokenCount, double amount) {
        return callCount <= budget.requests() && tokenCount <= budget.tokens() && amount <= budget.money();
    }

    private double cost(long input, long cached, long output) {
        return price == null ? 0 : price.of(new Usage(1, input, cached, output));
    }
}
