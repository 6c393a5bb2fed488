// SPDX-License-Identifier: Apache-2.0
/**
 * Gibbs sampler of Bayesian matrix factorization with side information. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.gibbs.SamplingChain}, which runs a
 * {@link io.github.warmstart.internal.gibbs.GibbsSampler} and keeps samples. Predictions from samples are made above.
 */
@NullMarked
package io.github.warmstart.internal.gibbs;

import org.jspecify.annotations.NullMarked;
