// SPDX-License-Identifier: Apache-2.0
/**
 * Expected reduction of the squared error by answers that have not been requested yet. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.gain.ExpectedGain}. Whether a gain pays for its tokens is decided above.
 */
@NullMarked
package io.github.warmstart.internal.gain;

import org.jspecify.annotations.NullMarked;
