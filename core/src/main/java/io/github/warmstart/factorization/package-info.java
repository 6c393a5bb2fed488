// SPDX-License-Identifier: Apache-2.0
/**
 * Matrix factorization: learners that represent each user and each item by a vector.
 *
 * <p>Enter by {@link io.github.warmstart.factorization.MatrixFactorization}. No matrix type appears in its API.
 */
@NullMarked
package io.github.warmstart.factorization;

import org.jspecify.annotations.NullMarked;
