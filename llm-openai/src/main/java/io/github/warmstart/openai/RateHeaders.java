// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The limits that a server tells in {@code x-ratelimit-*} headers.
 *
 * @param requests requests a minute; infinite if it told none that makes sense
 * @param tokens tokens a minute; infinite if it told none that makes sense
 */
record RateHeaders(double requests, double tokens) {

    private static final double MINUTE = 60;
    /** A limit a minute comes back within a minute, give or take. */
    private static final double ABOUT_A_MINUTE = 66;

    private static final double LEAST_PERIOD = 0.5;
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|us|µs|ns|d|h|m|s)");
    private static final Pattern DURATION = Pattern.compile("(?:" + PART.pattern() + ")+");

    static RateHeaders read(Headers headers) {
        return new RateHeaders(limit(headers, "requests"), limit(headers, "tokens"));
    }

    /**
     * What may be sent a minute. Some servers refill a bucket all the time, and then what was taken comes back after
     * {@code reset}; others count in windows, and then all of it comes back at once. A period shorter than a minute is
     * believed; Azure's -1 and 0 are not.
     */
    private static double limit(Headers headers, String what) {
        double limit = number(headers.get("x-ratelimit-limit-" + what));
        if (!(limit >= 1)) {
            return Double.POSITIVE_INFINITY;
        }
        double left = number(headers.get("x-ratelimit-remaining-" + what));
        double reset = seconds(headers.get("x-ratelimit-reset-" + what));
        if (!(left >= 0 && left <= limit && reset > 0)) {
            return limit;
        }
        double refill = left < limit ? reset * limit / (limit - left) : Double.POSITIVE_INFINITY;
        if (refill <= ABOUT_A_MINUTE) {
            return limit * MINUTE / Math.max(LEAST_PERIOD, Math.min(MINUTE, refill));
        }
        double untilReset = Math.max(1, left) * MINUTE / Math.max(LEAST_PERIOD, reset);
        return reset <= ABOUT_A_MINUTE ? Math.max(limit, untilReset) : Math.min(limit, untilReset);
    }

    private static double number(@Nullable String text) {
        if (text == null || text.length() > 18 || !text.strip().matches("\\d+(\\.\\d+)?")) {
            return Double.NaN;
        }
        return Double.parseDouble(text.strip());
    }

    /** Reads {@code 6m0s}, {@code 17ms}, and plain seconds. */
    static double seconds(@Nullable String text) {
        if (text == null) {
            return Double.NaN;
        }
        double plain = number(text);
        if (!Double.isNaN(plain)) {
            return plain;
        }
        String duration = text.strip().toLowerCase(Locale.ROOT);
        if (duration.length() > 64 || !DURATION.matcher(duration).matches()) {
            return Double.NaN;
        }
        double sum = 0;
        Matcher part = PART.matcher(duration);
        while (part.find()) {
            sum += Double.parseDouble(part.group(1))
                    * switch (part.group(2)) {
                        case "d" -> 86_400;
                        case "h" -> 3_600;
                        case "m" -> MINUTE;
                        case "ms" -> 1e-3;
                        case "us", "µs" -> 1e-6;
                        case "ns" -> 1e-9;
                        default -> 1;
                    };
        }
        return sum;
    }
}
