// SPDX-License-Identifier: Apache-2.0
/** Gaussian regression and small dense linear algebra. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.linear;

import org.jspecify.annotations.NullMarked;
