// SPDX-License-Identifier: Apache-2.0
/**
 * The part {@code order} of the evaluation: lists over a whole catalogue, on ratings or on purchases alone.
 *
 * <p>Enter by {@link io.github.warmstart.examples.evaluation.order.OrderPart}.
 */
@NullMarked
package io.github.warmstart.examples.evaluation.order;

import org.jspecify.annotations.NullMarked;
