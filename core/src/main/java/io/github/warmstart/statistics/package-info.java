// SPDX-License-Identifier: Apache-2.0
/**
 * Errors of predictions, and significance of differences between two models.
 *
 * <p>Enter by {@link io.github.warmstart.statistics.GroupedErrors} and
 * {@link io.github.warmstart.statistics.PairedBootstrap}; {@link io.github.warmstart.statistics.Power} gives the size
 * of gain that it would have detected. Nothing here depends on models.
 */
@NullMarked
package io.github.warmstart.statistics;

import org.jspecify.annotations.NullMarked;
