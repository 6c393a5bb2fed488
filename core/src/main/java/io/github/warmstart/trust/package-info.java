// SPDX-License-Identifier: Apache-2.0
/**
 * How far signals are believed: calibration against real ratings, and the gate that lets a warm start through.
 *
 * <p>Enter by {@link io.github.warmstart.trust.Calibrator}, which turns signals into priors and weighted pseudo ratings,
 * and {@link io.github.warmstart.trust.Gate}, which tries exactly that on real ratings it has hidden, group by group
 * ({@link io.github.warmstart.trust.Guardrail}) and user by user ({@link io.github.warmstart.trust.UserBeliefs}). Synthetic
 * rows never calibrate anything and never judge anything.
 */
@NullMarked
package io.github.warmstart.trust;

import org.jspecify.annotations.NullMarked;
