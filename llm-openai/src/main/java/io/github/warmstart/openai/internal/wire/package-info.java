// SPDX-License-Identifier: Apache-2.0
/**
 * Wire shapes of responses, lenient JSON, and redaction of secrets. Enter by
 * {@link io.github.warmstart.openai.internal.wire.LenientJson} and
 * {@link io.github.warmstart.openai.internal.wire.Redaction}. What a response means is decided elsewhere. Not part of the
 * API.
 */
@NullMarked
package io.github.warmstart.openai.internal.wire;

import org.jspecify.annotations.NullMarked;
