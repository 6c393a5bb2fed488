// SPDX-License-Identifier: Apache-2.0
/** HTTP sender. Not part of the API of this library. */
@NullMarked
package io.github.warmstart.openai.internal.http;

import org.jspecify.annotations.NullMarked;
