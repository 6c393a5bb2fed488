// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import java.time.Duration;

/**
 * Limits on the size of batches and on the wait for them.
 *
 * @param maxWait maximum wait for all batches of a call together
 * @param firstPoll wait before the first poll, and after a batch has ended
 * @param maxPoll maximum wait between two polls
 * @param maxRounds maximum number of batches that contain the same request
 * @param maxRequests maximum number of requests in a batch
 * @param maxBytes maximum size of a batch, which is held in memory while it is sent
 */
public record BatchLimits(
        Duration maxWait, Duration firstPoll, Duration maxPoll, int maxRounds, int maxRequests, long maxBytes) {

    /** The next wait between two polls: 1.5 times as long. */
    Duration next(Duration wait) {
        Duration longer = wait.multipliedBy(3).dividedBy(2);
        return longer.compareTo(maxPoll) < 0 ? longer : maxPoll;
    }

    public BatchLimits withMaxWait(Duration limit) {
        return new BatchLimits(limit, firstPoll, maxPoll, maxRounds, maxRequests, maxBytes);
    }

    public BatchLimits withPolls(Duration first, Duration longest) {
        return new BatchLimits(maxWait, first, longest, maxRounds, maxRequests, maxBytes);
    }

    public BatchLimits withMaxRounds(int rounds) {
        return new BatchLimits(maxWait, firstPoll, maxPoll, rounds, maxRequests, maxBytes);
    }

    public BatchLimits withMaxRequests(int requests) {
        return new BatchLimits(maxWait, firstPoll, maxPoll, maxRounds, requests, maxBytes);
    }

    public BatchLimits withMaxBytes(long bytes) {
        return new BatchLimits(maxWait, firstPoll, maxPoll, maxRounds, maxRequests, bytes);
    }
}
