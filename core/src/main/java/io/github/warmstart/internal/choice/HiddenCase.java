// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.internal.feature.Person;

/**
 * A person, and choices of the person that were hidden. Arrays are not copied and must not change.
 *
 * @param userId whose choices they are
 * @param person what is left visible
 * @param own all choices of the person that the exposure counts
 * @param targets the hidden choices
 * @param weight how much each target counts where weights are learned; 0 if it serves tests alone
 * @param kind what kind of person it is
 */
@SuppressWarnings("ArrayRecordComponent") // internal, and never compared
public record HiddenCase(String userId, Person person, int[] own, int[] targets, double weight, Kind kind) {

    /** Whose choices are hidden. */
    public enum Kind {
        /** A warm user, made cold. */
        WARM,
        /** A warm user of whom a shortlist was made. */
        PROBE,
        /** A newcomer. */
        NEWCOMER
    }
}
