// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of the evaluation about predicted ratings: cold users, cold items, active learning.
 *
 * <p>Held-out ratings are kept by the evaluation package of the library, which gives none to training.
 */
@NullMarked
package io.github.warmstart.examples.evaluation.error;

import org.jspecify.annotations.NullMarked;
