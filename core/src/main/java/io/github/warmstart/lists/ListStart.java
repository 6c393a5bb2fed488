// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import io.github.warmstart.choice.ChoiceModel;
import io.github.warmstart.choice.RankedItem;
import io.github.warmstart.choice.data.ChoiceSignals;
import io.github.warmstart.choice.gate.OrderVerdict;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.List;

/**
 * What a warm start from interactions returns. It has lists and no predicted ratings: those need ratings, and a warm start
 * from {@code ratings(...)}.
 *
 * @param model the model to use: with the answers that the gate let pass
 * @param realOnly the model on interactions and the attributes of the catalogue alone
 * @param signals every signal that was accepted, raw and with its origin, whether it is used or not
 * @param answers the same as the learner read them
 * @param report what was done, found and decided
 */
public record ListStart(
        ChoiceModel model,
        ChoiceModel realOnly,
        List<SyntheticSignal> signals,
        ChoiceSignals answers,
        ListReport report) {

    /** Copies the list. */
    public ListStart {
        signals = List.copyOf(signals);
    }

    /**
     * The best items for a user, without what the user chose already, and why each is there:
     * {@link RankedItem#parts()}.
     *
     * @param userId the application's own id; a user who was never seen gets what everybody chooses
     * @param n how many at most, 0 or more
     * @return best first
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<RankedItem> recommend(String userId, int n) {
        return model.recommend(userId, n);
    }

    /**
     * Whether the returned model uses any answers.
     *
     * @return false if all were withheld
     */
    public boolean applied() {
        return report.verdicts().stream().anyMatch(OrderVerdict::applied);
    }
}
