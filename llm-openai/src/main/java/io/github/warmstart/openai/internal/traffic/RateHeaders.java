// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Limits that a server advertises in {@code x-ratelimit-*} headers.
 *
 * @param requests limit on requests
 * @param tokens limit on tokens
 */
public record RateHeaders(Advertised requests, Advertised tokens) {

    private static final double MINUTE = 60;
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|us|µs|ns|d|h|m|s)");
    private static final Pattern DURATION = Pattern.compile("(?:" + PART.pattern() + ")+");

    /**
     * Advertised state of one limit; NaN for each value that is missing or unreadable.
     *
     * @param limit amount per period
     * @param remaining amount left
     * @param reset seconds until the full amount is available again
     */
    record Advertised(double limit, double remaining, double reset) {}

    public static RateHeaders read(Headers headers) {
        return new RateHeaders(advertised(headers, "requests"), advertised(headers, "tokens"));
    }

    private static Advertised advertised(Headers headers, String what) {
        return new Advertised(
                number(headers.get("x-ratelimit-limit-" + what)),
                number(headers.get("x-ratelimit-remaining-" + what)),
                seconds(headers.get("x-ratelimit-reset-" + what)));
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
