// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.gate;

/** A kind of answer about choices that the gate decides on. */
public enum ChoiceSignal {
    /** How widely items are met. */
    EXPOSURE,
    /** Grades of items on a few attributes. */
    GRADES,
    /** Items that go together. */
    SIMILAR,
    /** What single users would choose. */
    SHORTLIST
}
