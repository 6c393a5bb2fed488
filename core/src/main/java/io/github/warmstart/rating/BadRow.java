// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import io.github.warmstart.internal.text.CleanText;

/**
 * Row that could not become a rating, and the rule that it breaks.
 *
 * @param location the position of the row in its source
 * @param column the column that breaks the rule, by name or by number counted from 1
 * @param value the offending value, shortened to 80 characters, control characters replaced
 * @param rule the rule, in words: {@code must be a number}
 */
public record BadRow(RowLocation location, String column, String value, String rule) {

    private static final int MAX_VALUE_LENGTH = 80;

    /** Shortens the value, and makes it safe to print. */
    public BadRow {
        value = CleanText.quoted(value, MAX_VALUE_LENGTH);
    }

    @Override
    public String toString() {
        return "%s: %s %s, but was '%s'".formatted(location, column, rule, value);
    }

    /**
     * Position of a row in its source, for error messages.
     *
     * @param source the file, query or collection, in words for a reader
     * @param line the line or row in it, counted from 1
     */
    public record RowLocation(String source, long line) {

        @Override
        public String toString() {
            return source + ":" + line;
        }
    }
}
