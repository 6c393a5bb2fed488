// SPDX-License-Identifier: Apache-2.0
/** Gibbs sampler of Bayesian matrix factorization with side information. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.gibbs;

import org.jspecify.annotations.NullMarked;
