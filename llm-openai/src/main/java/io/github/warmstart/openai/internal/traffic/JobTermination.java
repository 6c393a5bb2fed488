// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import io.github.warmstart.openai.internal.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Record of failures that end jobs, and of the closing of the client: decides which prompts must not be sent. Times are
 * nanoseconds since a fixed start. Not thread-safe.
 *
 * <p>A prompt belongs to the generation in which it began, and each failure that ends a job starts the next generation.
 * Prompts of earlier generations are rejected. For {@value #GRACE_NANOS} ns after such a failure new prompts are rejected
 * too: a thread that starts its next prompt while the job ends belongs to that job.
 */
final class JobTermination {

    static final long GRACE_NANOS = 1_000_000_000;

    private boolean closed;
    private long generation;
    private @Nullable Failure last;
    private long lastAt = Long.MIN_VALUE;

    /** Number of failures so far that ended a job. */
    long generation() {
        return generation;
    }

    void end(Failure failure, long now) {
        generation++;
        last = failure;
        lastAt = now;
    }

    void close() {
        closed = true;
    }

    /**
     * The reason why a prompt must not be sent.
     *
     * @param startedIn the generation in which the prompt began
     * @return null if it may be sent
     */
    @Nullable
    Failure rejection(long startedIn, long now) {
        if (closed) {
            return Failure.closed();
        }
        return generation > startedIn || (last != null && now - lastAt < GRACE_NANOS) ? last : null;
    }
}
