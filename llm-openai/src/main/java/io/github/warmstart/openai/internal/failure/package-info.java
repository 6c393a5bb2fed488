// SPDX-License-Identifier: Apache-2.0
/** Classification of failures, retry policy and advice for users. Not part of the API of this library. */
@NullMarked
package io.github.warmstart.openai.internal.failure;

import org.jspecify.annotations.NullMarked;
