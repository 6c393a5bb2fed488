// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.gate;

/** Kind of answers about choices that the gate tests. */
public enum ChoiceSignal {
    /** Share of people who choose an item. */
    EXPOSURE,
    /** Grades of items on a few attributes. */
    GRADES,
    /** Items chosen together. */
    SIMILAR,
    /** Items that a single user is expected to choose. */
    SHORTLIST
}
