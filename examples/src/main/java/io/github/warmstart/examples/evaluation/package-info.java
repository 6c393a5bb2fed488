// SPDX-License-Identifier: Apache-2.0
/**
 * Program of the evaluation protocol: benefit and cost of a warm start for cold users and cold items, by the number of
 * visible ratings.
 *
 * <p>Enter by {@link io.github.warmstart.examples.evaluation.Evaluate}. Held-out ratings are kept by the evaluation
 * package of the library, which gives none to training.
 */
@NullMarked
package io.github.warmstart.examples.evaluation;

import org.jspecify.annotations.NullMarked;
