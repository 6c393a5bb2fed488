// SPDX-License-Identifier: Apache-2.0
/**
 * From a request to a prompt, and from a reply in words back to signals.
 *
 * <p>Enter by {@link io.github.warmstart.prompt.ChatModel}, the one method that joins a language model to this library,
 * and {@link io.github.warmstart.prompt.PromptedSignalGenerator}, which does the rest. Nothing here sends anything.
 */
@NullMarked
package io.github.warmstart.prompt;

import org.jspecify.annotations.NullMarked;
