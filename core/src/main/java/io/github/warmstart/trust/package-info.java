// SPDX-License-Identifier: Apache-2.0
/**
 * Facts about the trust in signals, as reports show them: calibrations, verdicts of the gate, guardrails, reliability.
 *
 * <p>Enter by {@link io.github.warmstart.trust.GateVerdict} and {@link io.github.warmstart.trust.Calibration}. Nothing is
 * estimated here: calibration and gate are internal.
 */
@NullMarked
package io.github.warmstart.trust;

import org.jspecify.annotations.NullMarked;
