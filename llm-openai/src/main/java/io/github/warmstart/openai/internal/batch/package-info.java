// SPDX-License-Identifier: Apache-2.0
/** Jobs of the batch API. Not part of the API of this library. */
@NullMarked
package io.github.warmstart.openai.internal.batch;

import org.jspecify.annotations.NullMarked;
