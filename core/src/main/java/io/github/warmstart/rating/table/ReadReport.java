// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import io.github.warmstart.rating.BadRow;
import java.util.List;

/**
 * Counts of the rows that were read, kept and skipped.
 *
 * @param rows rows seen, good and bad
 * @param kept ratings in the table
 * @param duplicates rows that were merged into, or replaced by, another rating of the same pair
 * @param skipped bad rows that were skipped
 * @param examples the first bad rows, at most {@value RatingTableBuilder#EXAMPLES_KEPT}
 */
public record ReadReport(long rows, long kept, long duplicates, long skipped, List<BadRow> examples) {

    /** Copies the examples. */
    public ReadReport {
        examples = List.copyOf(examples);
    }
}
