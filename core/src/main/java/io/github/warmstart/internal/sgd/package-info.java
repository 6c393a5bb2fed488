// SPDX-License-Identifier: Apache-2.0
/**
 * Stochastic gradient descent engine: block schedule, bias updates, kernels. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.sgd.SgdTrainer}, which drives one training. Options, restarts and early
 * stopping are decided by its caller.
 */
@NullMarked
package io.github.warmstart.internal.sgd;

import org.jspecify.annotations.NullMarked;
