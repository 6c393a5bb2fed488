// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * Questions are about to be sent.
 *
 * @param round the round, counted from 1
 * @param purpose what they are for: audience, repeat, persona, probe or user
 * @param requests how many requests
 * @param items how many items in all
 */
public record QuestionsPlanned(int round, String purpose, int requests, int items) {}
