// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.text;

/**
 * Cleaner of untrusted text, for prompts and for error messages.
 *
 * <p>{@link #of} makes a text safe on one line inside a fence such as {@code <items>}: line breaks and blanks become one
 * blank; invisible characters (direction marks, joiners, variation selectors, tags) are removed, because a model reads them
 * and a reviewer does not; angle brackets of every width become quotation marks, so that no text can open or close a fence.
 * {@link #quoted} keeps a text as it is for an error message, except that it is shortened and has no control characters.
 */
public final class CleanText {

    private CleanText() {}

    /**
     * The text, cleaned and shortened for a prompt.
     *
     * @param text any text
     * @param maxCodePoints the greatest length; a longer text ends with an ellipsis
     * @return one line without blanks at its ends; empty if nothing visible is left
     */
    public static String of(String text, int maxCodePoints) {
        StringBuilder clean = new StringBuilder();
        int length = 0;
        boolean blankBefore = false;
        for (int i = 0; i < text.length() && length <= maxCodePoints; ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isBlank(codePoint)) {
                blankBefore = length > 0;
            } else if (!isHidden(codePoint)) {
                if (blankBefore) {
                    clean.append(' ');
                    length++;
                    blankBefore = false;
                }
                clean.appendCodePoint(unfenced(codePoint));
                length++;
            }
        }
        if (length <= maxCodePoints) {
            return clean.toString();
        }
        int cut = clean.offsetByCodePoints(0, maxCodePoints - 1);
        return clean.substring(0, cut).stripTrailing() + '…';
    }

    /**
     * The text, shortened and printable, for an error message about it.
     *
     * @param text any text
     * @param maxCodePoints the greatest length; a longer text is cut there, and ends with three dots
     * @return the text with U+FFFD in place of each control character
     */
    public static String quoted(String text, int maxCodePoints) {
        String shown = text.codePoints()
                .limit(maxCodePoints + 1L)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return shown.codePointCount(0, shown.length()) > maxCodePoints
                ? shown.substring(0, shown.offsetByCodePoints(0, maxCodePoints)) + "..."
                : shown;
    }

    private static boolean isBlank(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> true;
            default -> isFiller(codePoint);
        };
    }

    /** Fillers: letters by their class, but shown as blanks. */
    private static boolean isFiller(int codePoint) {
        return codePoint == 0x115F
                || codePoint == 0x1160
                || codePoint == 0x2800
                || codePoint == 0x3164
                || codePoint == 0xFFA0;
    }

    private static boolean isHidden(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.FORMAT || type == Character.SURROGATE || isVariationSelector(codePoint);
    }

    private static boolean isVariationSelector(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF)
                || codePoint == 0x034F;
    }

    private static int unfenced(int codePoint) {
        return switch (codePoint) {
            case '<', 0xFF1C, 0xFE64 -> '‹';
            case '>', 0xFF1E, 0xFE65 -> '›';
            case '`' -> '\'';
            default -> codePoint;
        };
    }
}
