// SPDX-License-Identifier: Apache-2.0
/**
 * Journal of paid answers: each answer is written to a file before it is used, and is not requested again.
 *
 * <p>Start with {@link io.github.warmstart.journal.SignalJournal#open}. The weight of an old answer is not decided here:
 * signals lose weight as ratings arrive, by calibration and by the learner.
 */
@NullMarked
package io.github.warmstart.journal;

import org.jspecify.annotations.NullMarked;
