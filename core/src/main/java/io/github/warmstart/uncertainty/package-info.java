// SPDX-License-Identifier: Apache-2.0
/**
 * Policies that choose questions by the uncertainty of a model.
 *
 * <p>Enter by {@link io.github.warmstart.uncertainty.UncertaintyPolicy}. A policy chooses among candidate pairs;
 * whether any question is worth its cost is decided above.
 */
@NullMarked
package io.github.warmstart.uncertainty;

import org.jspecify.annotations.NullMarked;
