// SPDX-License-Identifier: Apache-2.0
/**
 * Fake OpenAI server with scripted faults, for the tests of host applications and of this library.
 *
 * <p>Enter by {@link io.github.warmstart.openai.testkit.FakeOpenAi}. It serves chat completions, files and batches over real
 * sockets of this machine, behaves as a {@link io.github.warmstart.openai.testkit.script.Script} says, and records all calls.
 * It does not know the client that it tests, and is published in a jar of its own, with the classifier {@code testkit}. It
 * does not model the quality of answers.
 */
@NullMarked
package io.github.warmstart.openai.testkit;

import org.jspecify.annotations.NullMarked;
