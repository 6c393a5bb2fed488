// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.progress.Purpose;
import io.github.warmstart.signal.SignalRequest;
import java.util.List;

/**
 * Batch of requests that could be sent next.
 *
 * @param purpose why it is asked
 * @param requests the requests; at least one
 * @param gain expected reduction of the mean squared error, as a share of it
 * @param tokens tokens that the gain costs, above 0
 */
public record QuestionBatch(Purpose purpose, List<SignalRequest> requests, double gain, double tokens) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no request
     */
    public QuestionBatch {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("requests must hold at least one request, but was empty");
        }
    }

    /** Expected gain for each token. */
    public double gainPerToken() {
        return gain / tokens;
    }
}
