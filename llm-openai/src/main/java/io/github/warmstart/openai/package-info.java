// SPDX-License-Identifier: Apache-2.0
/**
 * A client for the chat completions of OpenAI and of the many servers that speak the same language.
 *
 * <p>Enter by {@link io.github.warmstart.openai.OpenAiSignalGenerator}, which joins it to the prompts of the core, or by
 * {@link io.github.warmstart.openai.OpenAiChatModel}, which does the sending alone. The client is made for bulk work that
 * costs money: it waits as long as a server asks and no longer than it may, asks again only where that can help, counts
 * what failed tries cost, and lets no key out. It writes no prompts, reads no ratings and streams nothing.
 */
@NullMarked
package io.github.warmstart.openai;

import org.jspecify.annotations.NullMarked;
