// SPDX-License-Identifier: Apache-2.0
/**
 * Classification of failures, retry policy and advice to users. Enter by
 * {@link io.github.warmstart.openai.internal.failure.Failure} and
 * {@link io.github.warmstart.openai.internal.failure.RetryPolicy}. Nothing here sends or waits. Not part of the API.
 */
@NullMarked
package io.github.warmstart.openai.internal.failure;

import org.jspecify.annotations.NullMarked;
