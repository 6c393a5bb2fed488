// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.load;

/**
 * Result of one scenario, a line of the table.
 *
 * @param scenario the scenario
 * @param requirement the requirement
 * @param measured the measurement
 * @param met whether the requirement is met
 */
record LoadVerdict(String scenario, String requirement, String measured, boolean met) {}
