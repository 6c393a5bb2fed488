// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

/**
 * Limits of a provider, kept by token buckets: what is not used in a moment may be used later, up to the burst.
 *
 * <p>A request beyond a limit is answered 429, with the wait in {@code retry-after-ms} and {@code Retry-After}. Every
 * answer tells limit, remainder and reset in {@code x-ratelimit-*}.
 *
 * @param requestsPerMinute requests that may come in a minute, above 0; infinite for no limit
 * @param requestBurst requests that may come at once, 1 or more
 * @param tokensPerMinute tokens that may come in a minute, above 0; infinite for no limit. A request counts a quarter of
 *     its characters and all tokens it allows for the answer
 * @param tokenBurst tokens that may come at once, above 0; a request of more passes when the bucket is full
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
     * A limit of requests that is kept by the second, as many providers do.
     *
     * @param perMinute requests that may come in a minute
     * @return the limit
     */
    public static FakeRateLimit requests(double perMinute) {
        return new FakeRateLimit(
                perMinute, Math.max(1, perMinute / SECONDS), Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * The same, with a limit of tokens as well.
     *
     * @param perMinute tokens that may come in a minute; a sixth of them may come at once
     * @return another limit
     */
    public FakeRateLimit tokens(double perMinute) {
        return new FakeRateLimit(requestsPerMinute, requestBurst, perMinute, perMinute / 6);
    }

    /**
     * The same, with another burst of requests.
     *
     * @param requests requests that may come at once
     * @return another limit
     */
    public FakeRateLimit burst(double requests) {
        return new FakeRateLimit(requestsPerMinute, requests, tokensPerMinute, tokenBurst);
    }
}
