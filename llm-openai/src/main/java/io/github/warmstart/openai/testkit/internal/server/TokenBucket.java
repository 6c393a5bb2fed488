// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.script.FakeRateLimit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Token buckets that enforce a {@link FakeRateLimit}. Thread-safe. */
public final class TokenBucket {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final FakeRateLimit limit;
    private double requests;
    private double tokens;
    private long filledAt;

    public TokenBucket(FakeRateLimit limit, long now) {
        this.limit = limit;
        requests = limit.requestBurst();
        tokens = limit.tokenBurst();
        filledAt = now;
    }

    /**
     * Admits a request if both buckets have room.
     *
     * @return 0 if it was admitted, else the nanoseconds until there is room
     */
    public synchronized long tryAcquire(long now, double asked) {
        fill(now);
        double needed = Math.min(asked, limit.tokenBurst());
        double wait = Math.max(
                missing(1 - requests, limit.requestsPerMinute()), missing(needed - tokens, limit.tokensPerMinute()));
        if (wait > 0) {
            return (long) Math.ceil(wait);
        }
        requests -= 1;
        tokens -= Double.isFinite(tokens) ? needed : 0;
        return 0;
    }

    /** Headers with the current state of the limits. */
    synchronized Map<String, String> headers(long now) {
        fill(now);
        Map<String, String> headers = new LinkedHashMap<>();
        advertise(headers, "requests", limit.requestsPerMinute(), limit.requestBurst(), requests);
        advertise(headers, "tokens", limit.tokensPerMinute(), limit.tokenBurst(), tokens);
        return headers;
    }

    private static void advertise(
            Map<String, String> headers, String what, double perMinute, double burst, double left) {
        if (Double.isFinite(perMinute)) {
            headers.put("x-ratelimit-limit-" + what, String.valueOf((long) perMinute));
            headers.put("x-ratelimit-remaining-" + what, String.valueOf((long) left));
            double millis = missing(burst - left, perMinute) / 1e6;
            headers.put(
                    "x-ratelimit-reset-" + what,
                    millis >= 1000
                            ? String.format(Locale.ROOT, "%.3fs", millis / 1000)
                            : (long) Math.ceil(millis) + "ms");
        }
    }

    private static double missing(double amount, double perMinute) {
        return amount <= 0 || Double.isInfinite(perMinute) ? 0 : amount / perMinute * NANOS_PER_MINUTE;
    }

    private void fill(long now) {
        double minutes = Math.max(0, now - filledAt) / NANOS_PER_MINUTE;
        filledAt = Math.max(filledAt, now);
        requests = filled(requests, minutes, limit.requestsPerMinute(), limit.requestBurst());
        tokens = filled(tokens, minutes, limit.tokensPerMinute(), limit.tokenBurst());
    }

    private static double filled(double level, double minutes, double perMinute, double burst) {
        return Double.isInfinite(perMinute) ? burst : Math.min(burst, level + minutes * perMinute);
    }
}
