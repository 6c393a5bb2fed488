// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

/**
 * A row that could not become a rating, and why.
 *
 * @param place where the row stands
 * @param column the column that broke the rule, by name or by number counted from 1
 * @param value the offending value, shortened to 80 characters, control characters replaced
 * @param rule the rule that it broke, in words: {@code must be a number}
 */
public record BadRow(RowLocation place, String column, String value, String rule) {

    private static final int LONGEST_VALUE = 80;

    /** Shortens the value, and makes it safe to print. */
    public BadRow {
        String shown = value.codePoints()
                .limit(LONGEST_VALUE + 1L)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        value = shown.codePointCount(0, shown.length()) > LONGEST_VALUE
                ? shown.substring(0, shown.offsetByCodePoints(0, LONGEST_VALUE)) + "..."
                : shown;
    }

    @Override
    public String toString() {
        return "%s: %s %s, but was '%s'".formatted(place, column, rule, value);
    }
}
