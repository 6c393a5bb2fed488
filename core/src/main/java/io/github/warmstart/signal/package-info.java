// SPDX-License-Identifier: Apache-2.0
/**
 * Synthetic signals: the generator interface, its requests and replies, and the provenance of each signal.
 *
 * <p>Start with {@link io.github.warmstart.signal.SyntheticSignalGenerator}. Signals are neither weighted nor tested here.
 */
@NullMarked
package io.github.warmstart.signal;

import org.jspecify.annotations.NullMarked;
