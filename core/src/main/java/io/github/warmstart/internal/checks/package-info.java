// SPDX-License-Identifier: Apache-2.0
/**
 * Quality checks of what a generator returns: validity of each reply, test-retest agreement of repeated answers, and diversity
 * of each round. Enter at {@code SignalChecks.check}, {@code RetestAgreement.of} and {@code DiversityAlarm.trips}. Whether
 * signals lower the error is tested by the gate, not here. Not part of the API.
 */
@NullMarked
package io.github.warmstart.internal.checks;

import org.jspecify.annotations.NullMarked;
