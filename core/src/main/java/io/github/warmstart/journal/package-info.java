// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps what a generator was paid for: every answer is written to a file before it is used, and is never asked for again.
 *
 * <p>Enter by {@link io.github.warmstart.journal.SignalJournal#open}. Whether an old answer is still worth anything is not
 * decided here: signals lose weight as ratings arrive, by the arithmetic of calibration and of the learner.
 */
@NullMarked
package io.github.warmstart.journal;

import org.jspecify.annotations.NullMarked;
