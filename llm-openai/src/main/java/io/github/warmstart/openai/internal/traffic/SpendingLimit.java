// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.signal.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Budget of a client: reserves the maximum cost of a call before it is sent, and books its actual usage afterwards. Not
 * thread-safe.
 *
 * <p>A truncated answer was paid for as well. If the server reported no usage, the prompt and an answer of average length
 * are booked.
 */
public final class SpendingLimit {

    /** Room for another call. */
    enum Room {
        YES,
        /** Only if calls in flight use less than is reserved for them. */
        AFTER_CALLS_IN_FLIGHT,
        NONE
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

    Room room(TokenReservation reservation) {
        double cost = cost(reservation.input(), 0, reservation.output());
        if (fits(calls + 1, tokens + reservation.tokens(), money + cost)) {
            return fits(
                            calls + callsInFlight + 1,
                            tokens + tokensInFlight + reservation.tokens(),
                            money + moneyInFlight + cost)
                    ? Room.YES
                    : Room.AFTER_CALLS_IN_FLIGHT;
        }
        return Room.NONE;
    }

    void reserve(TokenReservation reservation) {
        callsInFlight++;
        tokensInFlight += reservation.tokens();
        moneyInFlight += cost(reservation.input(), 0, reservation.output());
    }

    /** Ends the reservation of a call that was not sent, or is booked by {@link #book}. */
    void release(TokenReservation reservation) {
        callsInFlight--;
        tokensInFlight -= reservation.tokens();
        moneyInFlight -= cost(reservation.input(), 0, reservation.output());
    }

    /**
     * Books a call that was sent.
     *
     * @param usage tokens that the server reported; 0 if it reported none
     * @param billable whether the call may have been charged although no usage was reported
     */
    void book(TokenReservation reservation, Wire.Tokens usage, boolean billable) {
        calls++;
        if (usage.input() + usage.output() > 0) {
            answers++;
            outputOfAnswers += usage.output();
            add(usage.input(), usage.cached(), usage.output());
        } else if (billable) {
            add(reservation.input(), 0, answers == 0 ? reservation.output() : outputOfAnswers / answers);
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
