// SPDX-License-Identifier: Apache-2.0
/**
 * Bayesian matrix factorization by Gibbs sampling, with side information on items and users.
 *
 * <p>Enter by {@link io.github.warmstart.bayesian.BayesianFactorization}. It is the most accurate learner of the
 * library on small data, with the best calibrated uncertainty; on millions of rows it is slow.
 */
@NullMarked
package io.github.warmstart.bayesian;

import org.jspecify.annotations.NullMarked;
