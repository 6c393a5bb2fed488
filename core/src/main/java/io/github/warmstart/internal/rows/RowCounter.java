// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.rows;

import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.ReadReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counter of good, bad and unrated rows, which applies a {@link BadRowPolicy}. For one thread. */
public final class RowCounter {

    private static final Instant EARLIEST = Instant.parse("-9999-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final List<BadRow> examples = new ArrayList<>();
    private BadRowPolicy policy = BadRowPolicy.FAIL;
    private long rows;
    private long skipped;
    private long notRated;

    /** A counter under {@link BadRowPolicy#FAIL}. */
    public RowCounter() {}

    /**
     * Sets the policy.
     *
     * @throws IllegalStateException if rows were counted already
     */
    public void policy(BadRowPolicy badRows) {
        if (rows > 0) {
            throw new IllegalStateException(
                    "readRules must be set before the first row, but %d rows were added".formatted(rows));
        }
        policy = badRows;
    }

    /** Rows counted so far. */
    public long rows() {
        return rows;
    }

    /** Counts a good row. */
    public void good() {
        rows++;
    }

    /** Counts a row whose source says that it holds no rating. */
    public void unrated() {
        rows++;
        notRated++;
    }

    /**
     * Counts a bad row.
     *
     * @throws RatingException if it exceeds the limit of the policy
     */
    public void bad(BadRow row) {
        rows++;
        skipped++;
        if (examples.size() < ReadReport.MAX_EXAMPLES) {
            examples.add(row);
        }
        if (skipped > policy.limit()) {
            throw new RatingException(
                    policy.limit() == 0
                            ? row + ": fix the row, or skip bad rows with BadRowPolicy.skipUpTo(n)"
                            : "%d bad rows, and the limit is %d; the last: %s; the first: %s"
                                    .formatted(skipped, policy.limit(), row, examples.get(0)));
        }
    }

    /** The rule that a time breaks, or null if it may stand in a table. */
    public static @Nullable String brokenTimeRule(@Nullable Instant time) {
        return time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))
                ? "must be in the years -9999 to 9999"
                : null;
    }

    /**
     * The final counts.
     *
     * @param kept pairs in the table
     * @param merged rows merged into, or replaced by, another row of the same pair
     */
    public ReadReport report(long kept, long merged) {
        return new ReadReport(rows, kept, merged, skipped, notRated, examples);
    }
}
