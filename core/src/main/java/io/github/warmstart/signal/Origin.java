// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.time.Instant;

/**
 * Where a signal came from. Every signal carries one, into every export.
 *
 * @param generator the kind of generator, for example {@code openai} or {@code recording}
 * @param model the model as the provider named it in its answer, or a name for what answered in its place
 * @param promptVersion which prompt design was used; empty where there was no prompt
 * @param requestHash SHA-256 of what was sent, in hex; equal for equal questions
 * @param time when the answer arrived
 */
public record Origin(String generator, String model, String promptVersion, String requestHash, Instant time) {}
