// SPDX-License-Identifier: Apache-2.0
/**
 * Evaluation of models and whole warm starts on held-out ratings.
 *
 * <p>Enter by {@link io.github.warmstart.evaluation.ColdStartEvaluation} for a warm start on a host's own ratings, and
 * by {@link io.github.warmstart.evaluation.ColdUserSplit} and {@link io.github.warmstart.evaluation.ColdItemSplit} for
 * any other model; {@link io.github.warmstart.evaluation.WarmStartSteps} trains on given signals as a warm start does.
 * No other package depends on this one.
 */
@NullMarked
package io.github.warmstart.evaluation;

import org.jspecify.annotations.NullMarked;
