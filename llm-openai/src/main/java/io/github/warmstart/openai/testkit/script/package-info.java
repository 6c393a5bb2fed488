// SPDX-License-Identifier: Apache-2.0
/**
 * Scripts of the fake server: faults, rate limits, latencies, fake models and batches. Enter by
 * {@link io.github.warmstart.openai.testkit.script.Script}. Values only; nothing here opens a socket.
 */
@NullMarked
package io.github.warmstart.openai.testkit.script;

import org.jspecify.annotations.NullMarked;
