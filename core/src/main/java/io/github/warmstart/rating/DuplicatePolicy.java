// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

/** What counts where a source holds more than one rating of the same user for the same item. */
public enum DuplicatePolicy {
    /** The one with the latest time; among equal or unknown times the one read last: the default. */
    LATEST,
    /** The one read first. */
    FIRST,
    /** The mean of all, with the latest time. */
    MEAN,
    /** None: a second rating of a pair is a bad row. */
    REJECT
}
