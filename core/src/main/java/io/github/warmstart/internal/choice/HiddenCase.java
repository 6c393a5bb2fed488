// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.internal.feature.Person;

/**
 * Person with hidden choices. Arrays are not copied and must not change.
 *
 * @param userId id of the person
 * @param person the visible part
 * @param own all choices of the person that the exposure counts
 * @param targets the hidden choices
 * @param weight weight of each target in learning; 0 if it is used for tests only
 * @param kind kind of the person
 */
@SuppressWarnings("ArrayRecordComponent") // internal, and never compared
public record HiddenCase(String userId, Person person, int[] own, int[] targets, double weight, Kind kind) {

    /** Kind of a person with hidden choices. */
    public enum Kind {
        /** Warm user, treated as new. */
        WARM,
        /** Warm user with a shortlist. */
        PROBE,
        /** Newcomer. */
        NEWCOMER
    }
}
