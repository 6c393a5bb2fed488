// SPDX-License-Identifier: Apache-2.0
/**
 * What people gave: ratings, the scale they are on, and the items and users they are about.
 *
 * <p>Enter by {@link io.github.warmstart.rating.RatingSource} (where ratings come from: your own code,
 * {@link io.github.warmstart.rating.CsvRatings}, {@link io.github.warmstart.rating.MovieLensFolder} or
 * {@link io.github.warmstart.rating.JdbcRatings}) and {@link io.github.warmstart.rating.RatingTable} (what everything
 * else reads). Nothing here knows of models or signals.
 */
@NullMarked
package io.github.warmstart.rating;

import org.jspecify.annotations.NullMarked;
