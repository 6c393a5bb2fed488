// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

/**
 * Estimates how many tokens a text has.
 *
 * <p>The tokenizers of today's models are byte pair encodings behind a rule that first cuts the text into words with the
 * blank before them, groups of up to three digits, runs of marks, and line breaks. The estimate makes the same cuts and
 * gives a word one token and another for every {@value #LETTERS_MORE} letters after the first {@value #LETTERS}; letters
 * beyond Latin count more, signs of Chinese, Japanese and Korean one each.
 */
final class TokenCount {

    private static final int LETTERS = 7;
    private static final int LETTERS_MORE = 5;
    private static final int DIGITS = 3;
    private static final int MARKS = 2;

    private TokenCount() {}

    static long of(String text) {
        long tokens = 0;
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            int end = i + Character.charCount(codePoint);
            if (Character.isIdeographic(codePoint) || isEastAsian(codePoint)) {
                tokens++;
            } else if (Character.isLetter(codePoint)) {
                boolean latin = codePoint < 0x250;
                while (end < text.length() && isWordPart(text.codePointAt(end))) {
                    latin &= text.codePointAt(end) < 0x250;
                    end += Character.charCount(text.codePointAt(end));
                }
                int length = end - i;
                tokens +=
                        latin ? 1 + Math.max(0, length - LETTERS + LETTERS_MORE - 1) / LETTERS_MORE : (length + 2) / 3;
            } else if (Character.isDigit(codePoint)) {
                while (end < text.length() && Character.isDigit(text.charAt(end))) {
                    end++;
                }
                tokens += (end - i + DIGITS - 1) / DIGITS;
            } else if (codePoint == ' ') {
                while (end < text.length() && text.charAt(end) == ' ') {
                    end++;
                }
                tokens += end - i > 1 ? 1 : 0; // one blank belongs to the next word
            } else if (codePoint == '\n') {
                while (end < text.length() && text.charAt(end) == '\n') {
                    end++;
                }
                tokens++;
            } else {
                while (end < text.length() && isMark(text.charAt(end))) {
                    end++;
                }
                tokens += (end - i + MARKS - 1) / MARKS;
            }
            i = end;
        }
        return tokens;
    }

    private static boolean isWordPart(int codePoint) {
        return (Character.isLetter(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK)
                && !Character.isIdeographic(codePoint)
                && !isEastAsian(codePoint);
    }

    /** Kana and Hangul. */
    private static boolean isEastAsian(int codePoint) {
        return (codePoint >= 0x3040 && codePoint <= 0x30FF) || (codePoint >= 0xAC00 && codePoint <= 0xD7A3);
    }

    private static boolean isMark(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }
}
