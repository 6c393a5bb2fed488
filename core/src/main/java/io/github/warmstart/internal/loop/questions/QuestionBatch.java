// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.signal.SignalRequest;
import java.util.List;

/**
 * A batch of questions that could be asked next.
 *
 * @param purpose what they are for, as reports name it
 * @param requests the questions; none where it is to be found out first whether any may be asked
 * @param gain what the answers are expected to take off the mean squared error, as a share of it
 * @param tokens what it takes to have that gain, above 0
 */
public record QuestionBatch(String purpose, List<SignalRequest> requests, double gain, double tokens) {

    public double perToken() {
        return gain / tokens;
    }
}
