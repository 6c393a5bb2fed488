// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

/**
 * Rate limits of a provider, enforced by token buckets: unused capacity may be used later, up to the burst.
 *
 * <p>A request beyond a limit is answered with 429, with the wait in {@code retry-after-ms} and {@code Retry-After}. Every
 * response advertises limit, remainder and reset in {@code x-ratelimit-*}.
 *
 * @param requestsPerMinute maximum number of requests per minute, above 0; infinite for no limit
 * @param requestBurst maximum number of requests at once, 1 or more
 * @param tokensPerMinute maximum number of tokens per minute, above 0; infinite for no limit. A request counts a quarter of
 *     its characters and all tokens that it allows for the answer
 * @param tokenBurst maximum number of tokens at once, above 0; a larger request passes when the bucket is full
 */
public record FakeRateLimit(double requestsPerMinute, double requestBurst, double tokensPerMinute, double tokenBurst) {

    private static final double SECONDS = 60;

    /**
     * Checks the figures.
     *
     * @throws IllegalArgumentException if one is too small
     */
    public FakeRateLimit {
        if (!(requestsPerMinute > 0) || !(requestBurst >= 1) || !(tokensPerMinute > 0) || !(tokenBurst > 0)) {
            throw new IllegalArgumentException("limits must be > 0 and requestBurst >= 1, but were %s, %s, %s and %s"
                    .formatted(requestsPerMinute, requestBurst, tokensPerMinute, tokenBurst));
        }
    }

    /**
     * A limit on requests that is enforced per second, as by many providers.
     *
     * @param perMinute maximum number of requests per minute
     * @return the limit
     */
    public static FakeRateLimit requests(double perMinute) {
        return new FakeRateLimit(
                perMinute, Math.max(1, perMinute / SECONDS), Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * This limit with a limit on tokens.
     *
     * @param perMinute maximum number of tokens per minute; a sixth of them at once
     * @return another limit
     */
    public FakeRateLimit tokens(double perMinute) {
        return new FakeRateLimit(requestsPerMinute, requestBurst, perMinute, perMinute / 6);
    }

    /**
     * This limit with another burst of requests.
     *
     * @param requests maximum number of requests at once
     * @return another limit
     */
    public FakeRateLimit burst(double requests) {
        return new FakeRateLimit(requestsPerMinute, requests, tokensPerMinute, tokenBurst);
    }
}
