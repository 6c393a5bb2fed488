// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

/**
 * Upper bound on a call's tokens, reserved until its usage is known.
 *
 * @param input tokens of the prompt, estimated
 * @param output maximum number of tokens of the answer
 */
public record TokenReservation(long input, long output) {

    long tokens() {
        return input + output;
    }
}
