// SPDX-License-Identifier: Apache-2.0
/**
 * Reports of a warm start, as values, as text for people and as JSON for programs.
 *
 * <p>Enter at {@link io.github.warmstart.report.WarmStartReport}; {@link io.github.warmstart.report.WarmStartEstimate} is the
 * forecast before a run. Reports decide nothing: the values come from the loop and the gate.
 */
@NullMarked
package io.github.warmstart.report;

import org.jspecify.annotations.NullMarked;
