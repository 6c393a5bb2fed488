// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.load;

/**
 * One line of the table.
 *
 * @param scenario what was tried
 * @param bar what must hold
 * @param measured what was measured
 * @param met whether it holds
 */
record LoadVerdict(String scenario, String bar, String measured, boolean met) {}
