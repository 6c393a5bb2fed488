// SPDX-License-Identifier: Apache-2.0
/** Persistent maps of ratings that were folded in after training. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.history;

import org.jspecify.annotations.NullMarked;
