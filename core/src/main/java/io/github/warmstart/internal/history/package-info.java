// SPDX-License-Identifier: Apache-2.0
/**
 * Rating histories: the training table and what was folded in since, in persistent maps. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.history.UserHistories}. Nothing here estimates anything.
 */
@NullMarked
package io.github.warmstart.internal.history;

import org.jspecify.annotations.NullMarked;
