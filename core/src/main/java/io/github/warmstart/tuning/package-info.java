// SPDX-License-Identifier: Apache-2.0
/**
 * Finds options of a learner that suit the ratings at hand. Nothing here runs unless a host asks for it.
 *
 * <p>Enter by {@link io.github.warmstart.tuning.HyperparameterSearch}. It knows no learner in particular.
 */
@NullMarked
package io.github.warmstart.tuning;

import org.jspecify.annotations.NullMarked;
