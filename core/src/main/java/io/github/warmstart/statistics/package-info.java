// SPDX-License-Identifier: Apache-2.0
/**
 * Errors of predictions, and how sure a difference between two models is.
 *
 * <p>Enter by {@link io.github.warmstart.statistics.GroupedErrors} and
 * {@link io.github.warmstart.statistics.PairedBootstrap}; {@link io.github.warmstart.statistics.Power} says how large a gain
 * it would have found. Nothing here knows what a model is.
 */
@NullMarked
package io.github.warmstart.statistics;

import org.jspecify.annotations.NullMarked;
