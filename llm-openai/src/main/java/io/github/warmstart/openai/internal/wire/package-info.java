// SPDX-License-Identifier: Apache-2.0
/** Wire shapes, lenient JSON and redaction of secrets. Not part of the API of this library. */
@NullMarked
package io.github.warmstart.openai.internal.wire;

import org.jspecify.annotations.NullMarked;
