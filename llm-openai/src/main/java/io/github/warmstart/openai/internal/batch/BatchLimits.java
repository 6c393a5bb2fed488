// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import java.time.Duration;

/**
 * How much goes into a batch, and how it is waited for.
 *
 * @param maxWait for all batches of a call together
 * @param firstPoll before the first look, and after a batch has ended
 * @param longestPoll between two looks
 * @param maxRounds batches that a request may stand in
 * @param maxRequests requests in a batch
 * @param maxBytes bytes of a batch; they are held in memory while it is sent
 */
public record BatchLimits(
        Duration maxWait, Duration firstPoll, Duration longestPoll, int maxRounds, int maxRequests, long maxBytes) {

    /** The next pause between two looks: half as long again. */
    Duration next(Duration wait) {
        Duration longer = wait.multipliedBy(3).dividedBy(2);
        return longer.compareTo(longestPoll) < 0 ? longer : longestPoll;
    }
}
