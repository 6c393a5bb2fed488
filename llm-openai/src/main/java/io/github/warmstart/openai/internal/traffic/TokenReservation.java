// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

/**
 * What a call may take before it is known.
 *
 * @param input tokens of the prompt, estimated
 * @param output the most tokens that the answer may have
 */
public record TokenReservation(long input, long output) {

    long tokens() {
        return input + output;
    }
}
