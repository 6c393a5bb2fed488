// SPDX-License-Identifier: Apache-2.0
/**
 * Client for the chat completions and batches of OpenAI and of OpenAI-compatible servers.
 *
 * <p>Enter by {@link io.github.warmstart.openai.OpenAiSignalGenerator}, which combines the client with the prompts of the
 * core, by {@link io.github.warmstart.openai.OpenAiBatchSignalGenerator} for batches, or by
 * {@link io.github.warmstart.openai.OpenAiChatModel}, which sends prompts only. The client is made for bulk work that costs
 * money: it obeys the server's waits and limits, retries only where that can help, counts the cost of failed attempts, and
 * hides the key. It writes no prompts, reads no ratings and streams nothing.
 */
@NullMarked
package io.github.warmstart.openai;

import org.jspecify.annotations.NullMarked;
