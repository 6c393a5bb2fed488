// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * One request was answered.
 *
 * @param round the round, counted from 1
 * @param purpose what it was for: audience, repeat, persona, probe or user
 * @param done requests of this round answered so far
 * @param of requests of this round in all
 * @param asked items that this request asked about
 * @param received signals that were accepted
 * @param rejected rows that were not, and items that got no row
 */
public record SignalsReceived(int round, String purpose, int done, int of, int asked, int received, int rejected) {}
