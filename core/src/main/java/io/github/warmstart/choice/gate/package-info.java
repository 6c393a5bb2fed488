// SPDX-License-Identifier: Apache-2.0
/**
 * Gate for order: tests whether answers of a language model about choices improve lists.
 *
 * <p>Enter by {@link io.github.warmstart.choice.gate.OrderVerdict}. Errors of predicted ratings are tested by another gate;
 * the two decisions are independent.
 */
@NullMarked
package io.github.warmstart.choice.gate;

import org.jspecify.annotations.NullMarked;
