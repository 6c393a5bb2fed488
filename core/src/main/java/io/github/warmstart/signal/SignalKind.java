// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.Locale;

/** Kind of subject whose rating a signal estimates. */
public enum SignalKind {
    /** The general audience: an estimate of the mean rating of an item. */
    AUDIENCE,
    /** An invented user. */
    PERSONA,
    /** A user of the application. */
    USER;

    /**
     * The kind in words, as reports show it.
     *
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
