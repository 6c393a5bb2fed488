// SPDX-License-Identifier: Apache-2.0
/**
 * Learners that give each user and each item a vector, on EJML matrices.
 *
 * <p>Enter by {@link io.github.warmstart.factorization.MatrixFactorization}. No matrix leaves this room.
 */
@NullMarked
package io.github.warmstart.factorization;

import org.jspecify.annotations.NullMarked;
