// SPDX-License-Identifier: Apache-2.0
/**
 * Learners and their trained models.
 *
 * <p>Enter by {@link io.github.warmstart.recommend.Recommender} (the algorithm) and
 * {@link io.github.warmstart.recommend.RatingModel} (the trained model). The bias learner here serves as a baseline and
 * start of others; matrix factorization has a package of its own.
 */
@NullMarked
package io.github.warmstart.recommend;

import org.jspecify.annotations.NullMarked;
