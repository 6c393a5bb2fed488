// SPDX-License-Identifier: Apache-2.0
/**
 * Types that a host uses besides the client itself: keys, exceptions, and the store of batch records. They know nothing of
 * the client. Enter by {@link io.github.warmstart.openai.api.OpenAiException}.
 */
@NullMarked
package io.github.warmstart.openai.api;

import org.jspecify.annotations.NullMarked;
