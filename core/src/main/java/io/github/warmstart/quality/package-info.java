// SPDX-License-Identifier: Apache-2.0
/**
 * Diversity of generated signals, as reports show it and later warm starts compare with it.
 *
 * <p>Enter by {@link io.github.warmstart.quality.Diversity}. The checks that use it are internal.
 */
@NullMarked
package io.github.warmstart.quality;

import org.jspecify.annotations.NullMarked;
