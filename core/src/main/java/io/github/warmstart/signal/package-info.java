// SPDX-License-Identifier: Apache-2.0
/**
 * What a generator makes up: requests for signals, the signals themselves, and where each came from.
 *
 * <p>Enter by {@link io.github.warmstart.signal.SyntheticSignalGenerator}. Whether a signal is worth anything is not
 * decided here.
 */
@NullMarked
package io.github.warmstart.signal;

import org.jspecify.annotations.NullMarked;
