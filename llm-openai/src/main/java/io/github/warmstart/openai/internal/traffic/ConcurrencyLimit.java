// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

/**
 * How many calls may be in flight. Not thread-safe.
 *
 * <p>The first goes alone: its answer tells what the server understands, what it allows, and whether the key is right, and
 * a mistake costs one call and not a hundred. A good answer opens the window to {@value #OPENED} calls, and each further
 * one by another, up to what the host allows. A server that says it is overloaded halves it; from then on it grows by one
 * for as many answers as it is wide (additive increase, multiplicative decrease).
 */
public final class ConcurrencyLimit {

    static final int OPENED = 32;
    /** As long as nothing good came back. */
    static final int DOUBTFUL = 4;

    private final int most;
    private double size = 1;
    private boolean proven;
    private boolean halved;
    private long halvedAt = Long.MIN_VALUE;

    public ConcurrencyLimit(int most) {
        this.most = most;
    }

    int size() {
        return (int) Math.min(most, size);
    }

    /** A good answer came. */
    void succeeded() {
        if (!proven) {
            proven = true;
            size = Math.max(size, OPENED);
        }
        size = Math.min(most, size + (halved ? 1 / size : 1));
    }

    /** The first call takes its time, or failed without telling anything: some others may try. */
    void doubt() {
        if (!proven) {
            size = Math.max(size, DOUBTFUL);
        }
    }

    boolean isProven() {
        return proven;
    }

    /**
     * The server said that it is overloaded. What was sent before the last halving says nothing new.
     *
     * @param sentAt when the refused call was sent
     */
    void overloaded(long sentAt, long now) {
        if (sentAt >= halvedAt) {
            size = Math.max(1, Math.min(most, size) / 2);
            halved = true;
            halvedAt = now;
        }
    }
}
