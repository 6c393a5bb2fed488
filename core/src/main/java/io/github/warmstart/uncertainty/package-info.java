// SPDX-License-Identifier: Apache-2.0
/**
 * What to ask next, given what a model does not know.
 *
 * <p>Enter by {@link io.github.warmstart.uncertainty.UncertaintyPolicy}. A policy chooses among pairs that it is offered;
 * {@link io.github.warmstart.uncertainty.ExpectedGain} says what answers of any kind would take off the error. Whether
 * asking pays at all is decided above.
 */
@NullMarked
package io.github.warmstart.uncertainty;

import org.jspecify.annotations.NullMarked;
