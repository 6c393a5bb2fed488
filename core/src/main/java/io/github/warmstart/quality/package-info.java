// SPDX-License-Identifier: Apache-2.0
/**
 * Checks that need no rating: is a signal about what was asked, once, on the scale?
 *
 * <p>Enter by {@link io.github.warmstart.quality.SignalChecks}.
 */
@NullMarked
package io.github.warmstart.quality;

import org.jspecify.annotations.NullMarked;
