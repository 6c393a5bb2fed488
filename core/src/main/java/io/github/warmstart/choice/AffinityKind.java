// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import java.util.Locale;

/** Kind of affinity learner, a model of items chosen together. The one used is selected on hidden choices. */
public enum AffinityKind {
    /** Nearest neighbours among users; suitable for small data. */
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
