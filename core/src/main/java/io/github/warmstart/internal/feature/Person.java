// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.feature;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one person when a list is made. Arrays are not copied and must not change.
 *
 * @param known indices of the items that the person chose
 * @param worth how much each of them says of the person, 0 to 1
 * @param leftOut the index of the training user that this person is, to be left out of what was learned, or -1
 * @param logLiking the logarithm of the probability that a choice is liked, one value an item; null if not known
 * @param shortlist the items that were named for this person, best first; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // internal, and never compared
public record Person(int[] known, double[] worth, int leftOut, double @Nullable [] logLiking, int[] shortlist) {}
