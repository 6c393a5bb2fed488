// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.Locale;

/** Whose opinion a signal guesses. */
public enum SignalKind {
    /** Everybody's at once: a guess of the mean rating of an item. */
    AUDIENCE,
    /** That of an invented user. */
    PERSONA,
    /** That of one user of the application. */
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
