// SPDX-License-Identifier: Apache-2.0
/**
 * Trials of answers about choices on hidden choices, the input of the gate for order. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.trial.ExposureTrial} and
 * {@link io.github.warmstart.internal.trial.AnswerTrial}. The rule that turns figures into a verdict is that of the gate.
 */
@NullMarked
package io.github.warmstart.internal.trial;

import org.jspecify.annotations.NullMarked;
