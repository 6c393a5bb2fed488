// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.console;

/**
 * Text of strangers, made fit for a terminal: what is not a visible character becomes a question mark, so no text can move
 * the cursor, change colours, reverse a line or begin a new one.
 */
public final class PlainText {

    private PlainText() {}

    /**
     * The text on one line.
     *
     * @param text any text
     * @return as many characters, each of them visible or a blank
     */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().map(c -> isVisible(c) ? c : '?').forEach(safe::appendCodePoint);
        return safe.toString();
    }

    /**
     * The beginning of the text on one line.
     *
     * @param text any text
     * @param most how many characters at most, 1 or more; what is longer ends with an ellipsis
     * @return visible characters and blanks
     */
    public static String of(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return of(text);
        }
        return of(text.substring(0, text.offsetByCodePoints(0, most - 1))) + '…';
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
