// SPDX-License-Identifier: Apache-2.0
/**
 * Ratings, their scale, and the contract between a source and a table.
 *
 * <p>Start with {@link io.github.warmstart.rating.RatingSource}. Sources for files, databases and MovieLens folders, and the
 * table that models are trained on, are in the packages below. Nothing here depends on models or signals.
 */
@NullMarked
package io.github.warmstart.rating;

import org.jspecify.annotations.NullMarked;
