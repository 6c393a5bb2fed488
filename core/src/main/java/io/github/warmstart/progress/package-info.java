// SPDX-License-Identifier: Apache-2.0
/**
 * Listeners for the progress of a warm start and of a training.
 *
 * <p>Start with {@link io.github.warmstart.progress.WarmStartListener}. Events are small values without ratings, ids or
 * generated text. A listener observes a run and does not control it.
 */
@NullMarked
package io.github.warmstart.progress;

import org.jspecify.annotations.NullMarked;
