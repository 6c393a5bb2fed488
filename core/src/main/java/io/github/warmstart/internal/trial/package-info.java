// SPDX-License-Identifier: Apache-2.0
/**
 * Trials of answers about choices on hidden choices, from which the gate for order draws its verdicts.
 *
 * <p>No part of the API. Enter by {@link io.github.warmstart.internal.trial.ExposureTrial} and
 * {@link io.github.warmstart.internal.trial.AnswerTrial}.
 */
@NullMarked
package io.github.warmstart.internal.trial;

import org.jspecify.annotations.NullMarked;
