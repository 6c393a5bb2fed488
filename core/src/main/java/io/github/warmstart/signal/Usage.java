// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

/**
 * Calls and tokens that were used, failed attempts included.
 *
 * @param calls calls that were sent
 * @param inputTokens tokens of prompts, cached ones included
 * @param cachedTokens tokens of prompts that the provider read from its cache
 * @param outputTokens tokens of answers, reasoning included
 */
public record Usage(long calls, long inputTokens, long cachedTokens, long outputTokens) {

    /** No usage. */
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if one is negative, or more tokens were cached than sent
     */
    public Usage {
        if (calls < 0 || inputTokens < 0 || outputTokens < 0 || cachedTokens < 0 || cachedTokens > inputTokens) {
            throw new IllegalArgumentException(
                    "counts must be >= 0 and cachedTokens at most inputTokens, but were %d calls, %d, %d, %d tokens"
                            .formatted(calls, inputTokens, cachedTokens, outputTokens));
        }
    }

    /**
     * The sum of two usages; a count that would overflow becomes {@link Long#MAX_VALUE}.
     *
     * @param other another usage
     * @return a new value
     */
    public Usage plus(Usage other) {
        return new Usage(
                sum(calls, other.calls),
                sum(inputTokens, other.inputTokens),
                sum(cachedTokens, other.cachedTokens),
                sum(outputTokens, other.outputTokens));
    }

    /**
     * Tokens of prompts and answers together.
     *
     * @return 0 or more
     */
    public long tokens() {
        return sum(inputTokens, outputTokens);
    }

    /** Counts come from providers, and an absurd one must not end a warm start. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
