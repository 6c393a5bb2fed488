// SPDX-License-Identifier: Apache-2.0
/**
 * Ranking and fold-in on learned factors. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.serving.LearnedFactors}, the result of a training, and
 * {@link io.github.warmstart.internal.serving.FoldInState}, what was folded in since. Nothing here trains.
 */
@NullMarked
package io.github.warmstart.internal.serving;

import org.jspecify.annotations.NullMarked;
