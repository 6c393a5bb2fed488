// SPDX-License-Identifier: Apache-2.0
/**
 * The evaluation protocol as a program: does a warm start help, whom, by how much, at what price, and when not?
 *
 * <p>Enter by {@link io.github.warmstart.examples.evaluation.Evaluate}. What can be judged on is sealed by the evaluation
 * room of the library, which hands no held-out rating to anything that trains.
 */
@NullMarked
package io.github.warmstart.examples.evaluation;

import org.jspecify.annotations.NullMarked;
