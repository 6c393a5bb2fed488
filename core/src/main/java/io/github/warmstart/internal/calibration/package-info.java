// SPDX-License-Identifier: Apache-2.0
/** Estimators that turn signals into item priors and weighted pseudo-ratings. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.calibration;

import org.jspecify.annotations.NullMarked;
