// SPDX-License-Identifier: Apache-2.0
/** Ranking and fold-in on learned factors. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.serving;

import org.jspecify.annotations.NullMarked;
