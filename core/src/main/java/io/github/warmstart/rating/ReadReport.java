// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import java.util.List;

/**
 * Counts of the rows that were read, kept and skipped.
 *
 * @param rows rows seen, good and bad
 * @param kept pairs in the table
 * @param duplicates rows that were merged into, or replaced by, another row of the same pair
 * @param skipped bad rows that were skipped
 * @param notRated rows that hold no rating, by the source's own mark, such as 0 or -1; no bad rows
 * @param examples the first bad rows, at most {@value #MAX_EXAMPLES}
 */
public record ReadReport(long rows, long kept, long duplicates, long skipped, long notRated, List<BadRow> examples) {

    /** Number of bad rows that are kept as examples. */
    public static final int MAX_EXAMPLES = 10;

    /** Copies the examples. */
    public ReadReport {
        examples = List.copyOf(examples);
    }
}
