// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.choice.ChoiceModel;
import io.github.warmstart.evaluation.ItemScores;
import io.github.warmstart.recommend.RatingModel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an arm came to.
 *
 * @param scores the order of the list
 * @param ratings predicts ratings, or null where the arm has no such model
 * @param gateOrder what the gate for order said
 * @param gateError what the gate for error said
 */
public record OrderRun(ItemScores scores, @Nullable RatingModel ratings, Verdict gateOrder, Verdict gateError) {

    /** What a gate said. */
    public enum Verdict {
        /** Signals are used. */
        APPLIED,
        /** Signals are not used. */
        WITHHELD,
        /** There was nothing to decide. */
        NONE;

        /** The name as it is written. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An arm that asks nothing. */
    static OrderRun unasked(ItemScores scores, @Nullable RatingModel ratings) {
        return new OrderRun(scores, ratings, Verdict.NONE, Verdict.NONE);
    }

    /** An arm that is a choice model. */
    static OrderRun of(ChoiceModel model, @Nullable RatingModel ratings, Verdict gateError) {
        boolean judged = !model.report().verdicts().isEmpty();
        boolean applied = model.report().verdicts().stream().anyMatch(verdict -> verdict.applied());
        Verdict gateOrder = !judged ? Verdict.NONE : applied ? Verdict.APPLIED : Verdict.WITHHELD;
        return new OrderRun(model::scores, ratings, gateOrder, gateError);
    }
}
