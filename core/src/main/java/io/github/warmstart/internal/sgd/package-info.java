// SPDX-License-Identifier: Apache-2.0
/** Stochastic gradient descent engine: block schedule, bias updates, kernels. Not part of the API. */
@NullMarked
package io.github.warmstart.internal.sgd;

import org.jspecify.annotations.NullMarked;
