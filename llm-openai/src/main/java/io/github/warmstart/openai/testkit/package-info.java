// SPDX-License-Identifier: Apache-2.0
/**
 * A fake OpenAI server with scripted faults, for the tests of host applications and for our own.
 *
 * <p>Enter by {@link io.github.warmstart.openai.testkit.FakeOpenAi}. It speaks chat completions, files and batches over
 * real sockets of this machine, goes wrong as a {@link io.github.warmstart.openai.testkit.Script} tells it, and writes
 * down what clients did. It knows nothing of the client it tests and is published in a jar of its own, with the
 * classifier {@code testkit}. It is no model of how good answers are.
 */
@NullMarked
package io.github.warmstart.openai.testkit;

import org.jspecify.annotations.NullMarked;
