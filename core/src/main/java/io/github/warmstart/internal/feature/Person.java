// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.feature;

import org.jspecify.annotations.Nullable;

/**
 * Known data of a person for whom a list is made. Arrays are not copied and must not change.
 *
 * @param known indices of the items that the person chose
 * @param worth weight of each of them as evidence, 0 to 1
 * @param leftOut index of this person among the training users, to be left out of learned models; -1 for none
 * @param logLiking the logarithm of the probability that a choice is liked, one value per item; null if unknown
 * @param shortlist the items that the language model named for this person, best first; empty if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // internal, and never compared
public record Person(int[] known, double[] worth, int leftOut, double @Nullable [] logLiking, int[] shortlist) {}
