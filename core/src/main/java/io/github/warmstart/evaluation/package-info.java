// SPDX-License-Identifier: Apache-2.0
/**
 * Judges models and whole warm starts on ratings that were kept from them.
 *
 * <p>Enter by {@link io.github.warmstart.evaluation.ColdStartEvaluation} to judge a warm start on ratings of one's own, or
 * by {@link io.github.warmstart.evaluation.ColdUserSplit} and {@link io.github.warmstart.evaluation.ColdItemSplit} to judge
 * anything else. This room stands above the front door; no other room knows it.
 */
@NullMarked
package io.github.warmstart.evaluation;

import org.jspecify.annotations.NullMarked;
