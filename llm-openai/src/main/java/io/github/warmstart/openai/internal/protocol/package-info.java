// SPDX-License-Identifier: Apache-2.0
/**
 * Request and response format of chat completions, and the dialects of compatible servers. Enter by
 * {@link io.github.warmstart.openai.internal.protocol.ChatBody} and
 * {@link io.github.warmstart.openai.internal.protocol.ResponseReader}. Nothing here sends a request. Not part of the API.
 */
@NullMarked
package io.github.warmstart.openai.internal.protocol;

import org.jspecify.annotations.NullMarked;
