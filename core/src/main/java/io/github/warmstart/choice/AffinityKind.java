// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import java.util.Locale;

/** A learner of which items people choose together. Which one is used, hidden choices decide. */
public enum AffinityKind {
    /** Choices of the users who share most with a person: good from few data on. */
    NEIGHBOURS,
    /** Linear item-to-item model with a zero diagonal; for up to 4,000 warm users. */
    EASE,
    /** Implicit alternating least squares. */
    ALS;

    /** The name in reports. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
