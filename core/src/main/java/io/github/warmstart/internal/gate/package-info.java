// SPDX-License-Identifier: Apache-2.0
/** Tests of signals on ratings hidden from training. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.gate;

import org.jspecify.annotations.NullMarked;
