// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.output;

import io.github.warmstart.examples.evaluation.error.Row;
import io.github.warmstart.examples.evaluation.order.OrderRow;
import io.github.warmstart.examples.evaluation.setup.DatasetFacts;
import java.util.List;

/**
 * Everything that was measured.
 *
 * @param facts about the data
 * @param rows results of the parts about predicted ratings
 * @param orderRows results of the part about lists
 */
public record EvaluationResults(DatasetFacts facts, List<Row> rows, List<OrderRow> orderRows) {

    /** Copies the lists. */
    public EvaluationResults {
        rows = List.copyOf(rows);
        orderRows = List.copyOf(orderRows);
    }

    /** Whether anything is known of ratings; if not, there are only interactions. */
    boolean ofRatings() {
        return facts.scale().isPresent();
    }
}
