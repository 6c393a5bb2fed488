// SPDX-License-Identifier: Apache-2.0
/**
 * Search for hyperparameters of a learner on given ratings. Nothing here runs unless a host calls it.
 *
 * <p>Enter by {@link io.github.warmstart.tuning.HyperparameterSearch}. It does not depend on any particular learner.
 */
@NullMarked
package io.github.warmstart.tuning;

import org.jspecify.annotations.NullMarked;
