// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import static java.util.Objects.requireNonNull;

import java.util.Objects;

/**
 * Rules for reading a source into a table: what happens to bad rows, and which rating counts where a pair has several.
 *
 * <pre>{@code
 * ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(100)).withDuplicates(DuplicatePolicy.MEAN)
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class ReadRules {

    /** The first bad row ends the reading; the latest rating of a pair counts. */
    public static final ReadRules DEFAULT = new ReadRules(BadRowPolicy.FAIL, DuplicatePolicy.LATEST);

    private final BadRowPolicy badRows;
    private final DuplicatePolicy duplicates;

    private ReadRules(BadRowPolicy badRows, DuplicatePolicy duplicates) {
        this.badRows = badRows;
        this.duplicates = duplicates;
    }

    /**
     * Treatment of rows that cannot become ratings.
     *
     * @return {@link BadRowPolicy#FAIL} unless changed
     */
    public BadRowPolicy badRows() {
        return badRows;
    }

    /**
     * Choice among several ratings of one pair.
     *
     * @return {@link DuplicatePolicy#LATEST} unless changed
     */
    public DuplicatePolicy duplicates() {
        return duplicates;
    }

    /**
     * Changes the treatment of bad rows.
     *
     * @param policy the new treatment
     * @return rules that differ from these in that
     */
    public ReadRules withBadRows(BadRowPolicy policy) {
        return new ReadRules(requireNonNull(policy, "policy"), duplicates);
    }

    /**
     * Changes the choice among several ratings of one pair.
     *
     * @param policy the new choice
     * @return rules that differ from these in that
     */
    public ReadRules withDuplicates(DuplicatePolicy policy) {
        return new ReadRules(badRows, requireNonNull(policy, "policy"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadRules rules && badRows.equals(rules.badRows) && duplicates == rules.duplicates;
    }

    @Override
    public int hashCode() {
        return Objects.hash(badRows, duplicates);
    }

    @Override
    public String toString() {
        return "bad rows: at most %d skipped, duplicates: %s".formatted(badRows.limit(), duplicates);
    }
}
