// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

/** Why an item stands in a list: the parts of its score. */
public enum ScorePart {
    /** Many people choose it. */
    EXPOSURE,
    /** The person is expected to like it. */
    LIKING,
    /** People choose it who share choices with the person. */
    AFFINITY,
    /** Its attributes are those of the person's choices. */
    ATTRIBUTES,
    /** Its age fits the person's choices. */
    ERA,
    /** It was named as going together with one of the person's choices. */
    SIMILAR,
    /** It was named for this person. */
    SHORTLIST
}
