// SPDX-License-Identifier: Apache-2.0
/**
 * Recommendations from implicit feedback: items watched, bought, played.
 *
 * <p>Start with {@link io.github.warmstart.implicit.ImplicitFactorization}. Scores rank items and are not ratings, so
 * nothing here is a {@code Recommender} or used by a warm start.
 */
@NullMarked
package io.github.warmstart.implicit;

import org.jspecify.annotations.NullMarked;
