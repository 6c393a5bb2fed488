// SPDX-License-Identifier: Apache-2.0
/**
 * Gaussian regression and small dense linear algebra. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.linear.GaussianPosterior} for one posterior, and by
 * {@link io.github.warmstart.internal.linear.Vectors} for operations on arrays. Nothing here iterates over a whole table
 * but {@link io.github.warmstart.internal.linear.ItemNoise}.
 */
@NullMarked
package io.github.warmstart.internal.linear;

import org.jspecify.annotations.NullMarked;
