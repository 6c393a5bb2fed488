// SPDX-License-Identifier: Apache-2.0
/**
 * Diversity of generated signals, shown in reports and used as the reference of later warm starts.
 *
 * <p>Enter at {@link io.github.warmstart.quality.Diversity}. The checks that use it are internal.
 */
@NullMarked
package io.github.warmstart.quality;

import org.jspecify.annotations.NullMarked;
