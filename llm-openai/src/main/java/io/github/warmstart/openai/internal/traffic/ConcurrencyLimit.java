// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

/**
 * Adaptive limit on the number of calls in flight. Not thread-safe.
 *
 * <p>The first call is sent alone: its answer shows what the server supports, which limits it has, and whether the key is
 * valid, and a mistake costs one call and not a hundred. A successful call raises the limit to {@value #SIZE_WHEN_PROVEN},
 * and each further one by 1, up to the maximum. An overloaded server halves the limit; from then on it grows by one for as
 * many successful calls as its size (additive increase, multiplicative decrease).
 */
public final class ConcurrencyLimit {

    static final int SIZE_WHEN_PROVEN = 32;
    /** Limit after a slow or failed first call, until a call succeeds. */
    static final int MAX_UNPROVEN_SIZE = 4;

    private final int maxSize;
    private double size = 1;
    private boolean proven;
    private boolean halved;
    private long halvedAt = Long.MIN_VALUE;

    public ConcurrencyLimit(int maxSize) {
        this.maxSize = maxSize;
    }

    int size() {
        return (int) Math.min(maxSize, size);
    }

    /** Records a successful call. */
    void succeeded() {
        if (!proven) {
            proven = true;
            size = Math.max(size, SIZE_WHEN_PROVEN);
        }
        size = Math.min(maxSize, size + (halved ? 1 / size : 1));
    }

    /** Admits a few calls although none has succeeded yet: the first is slow, or failed without a clear reason. */
    void allowSomeUnproven() {
        if (!proven) {
            size = Math.max(size, MAX_UNPROVEN_SIZE);
        }
    }

    /** Whether a call has succeeded. */
    boolean isProven() {
        return proven;
    }

    /**
     * Halves the limit, unless the refused call was sent before the last halving.
     *
     * @param sentAt when the refused call was sent
     */
    void overloaded(long sentAt, long now) {
        if (sentAt >= halvedAt) {
            size = Math.max(1, Math.min(maxSize, size) / 2);
            halved = true;
            halvedAt = now;
        }
    }
}
