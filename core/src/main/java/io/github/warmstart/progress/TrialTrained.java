// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * One of the trainings that the gate needs is done.
 *
 * @param done how many are done
 * @param of how many there are
 */
public record TrialTrained(int done, int of) {}
