// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.text;

/**
 * Parser of decimal numbers: {@code 4}, {@code -3.5}, {@code 1e2}.
 *
 * <p>Stricter than {@link Double#parseDouble}, which also accepts {@code 5d} and {@code 0x1p3}.
 */
public final class NumberParser {

    /** Up to this many digits one division gives the nearest double. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private NumberParser() {}

    /** The finite number in the text, or NaN if there is none; spaces around it are ignored. */
    public static double parse(String text) {
        long digits = 0;
        int count = 0;
        int point = -1;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                if (++count > EXACT_DIGITS) {
                    return parseSlowly(text.strip());
                }
            } else if (c == '.' && point < 0) {
                point = count;
            } else {
                return parseSlowly(text.strip());
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        return point < 0 ? digits : digits / POWERS_OF_TEN[count - point];
    }

    private static double parseSlowly(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
                return Double.NaN;
            }
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException malformed) {
            return Double.NaN;
        }
    }

    /** The rule that a text breaks if {@link #parse} returns NaN for it. */
    public static String rule(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text)) ? "must be a number" : "must be finite";
        } catch (NumberFormatException malformed) {
            return "must be a number";
        }
    }
}
