// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

/** Part of an item's score, as an explanation of its rank. */
public enum ScorePart {
    /** The item is chosen often. */
    EXPOSURE,
    /** The person is expected to like it. */
    LIKING,
    /** People with similar choices choose the item. */
    AFFINITY,
    /** Its attributes are similar to those of the person's choices. */
    ATTRIBUTES,
    /** Its age fits the person's choices. */
    ERA,
    /** The language model named it as similar to one of the person's choices. */
    SIMILAR,
    /** The language model named it for this person. */
    SHORTLIST
}
