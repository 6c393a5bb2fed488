// SPDX-License-Identifier: Apache-2.0
/** Expected reduction of the squared error by answers that have not been asked for yet. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.gain;

import org.jspecify.annotations.NullMarked;
