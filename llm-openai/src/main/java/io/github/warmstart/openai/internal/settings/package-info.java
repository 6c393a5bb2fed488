// SPDX-License-Identifier: Apache-2.0
/** Immutable settings of a client. Not part of the API of this library. */
@NullMarked
package io.github.warmstart.openai.internal.settings;

import org.jspecify.annotations.NullMarked;
