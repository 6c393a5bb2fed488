// SPDX-License-Identifier: Apache-2.0
/** Request bodies, response bodies and the dialects of OpenAI-compatible servers. Not part of the API of this library. */
@NullMarked
package io.github.warmstart.openai.internal.protocol;

import org.jspecify.annotations.NullMarked;
