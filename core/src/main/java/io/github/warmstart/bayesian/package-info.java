// SPDX-License-Identifier: Apache-2.0
/**
 * A learner that keeps the whole posterior: matrix factorization sampled by Gibbs, with what is known of items and users
 * beside their ratings.
 *
 * <p>Enter by {@link io.github.warmstart.bayesian.BayesianFactorization}. It is the most accurate learner here on small
 * data, and the one that knows best how unsure it is; on millions of rows it is slow.
 */
@NullMarked
package io.github.warmstart.bayesian;

import org.jspecify.annotations.NullMarked;
