// SPDX-License-Identifier: Apache-2.0
/**
 * What a warm start tells while it works.
 *
 * <p>Enter by {@link io.github.warmstart.progress.WarmStartListener}. Events are small values that hold no rating, no id
 * and no text of a generator.
 */
@NullMarked
package io.github.warmstart.progress;

import org.jspecify.annotations.NullMarked;
