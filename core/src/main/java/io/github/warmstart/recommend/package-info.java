// SPDX-License-Identifier: Apache-2.0
/**
 * What learns from ratings, and what it learned.
 *
 * <p>Enter by {@link io.github.warmstart.recommend.Recommender} (the algorithm) and
 * {@link io.github.warmstart.recommend.RatingModel} (the learned thing, ready for use). The bias model here is the
 * smallest learner that is worth having; matrix factorization has a room of its own above.
 */
@NullMarked
package io.github.warmstart.recommend;

import org.jspecify.annotations.NullMarked;
