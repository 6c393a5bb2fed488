// SPDX-License-Identifier: Apache-2.0
/**
 * The gate for order: whether what a language model said of choices makes lists better than they are without it.
 *
 * <p>Enter by {@link io.github.warmstart.choice.gate.OrderVerdict}. Errors of predicted ratings are judged elsewhere; what
 * passes there does not thereby pass here, nor the reverse.
 */
@NullMarked
package io.github.warmstart.choice.gate;

import org.jspecify.annotations.NullMarked;
