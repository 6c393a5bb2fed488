// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

/** Choice among several ratings of the same user for the same item. */
public enum DuplicatePolicy {
    /** Default: the one with the latest time; among equal or unknown times the one read last. */
    LATEST,
    /** The one read first. */
    FIRST,
    /** The mean of all, with the latest time. */
    MEAN,
    /** None: a second rating of a pair is a bad row. */
    REJECT
}
