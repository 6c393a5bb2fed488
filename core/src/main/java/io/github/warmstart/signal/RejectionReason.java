// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.Locale;

/** Why a row of an answer did not become a signal. */
public enum RejectionReason {
    /** It is about an item that was not asked for. */
    UNKNOWN_ITEM,
    /** The item was answered before, with the same value or another. */
    REPEATED,
    /** The value is off the scale. */
    OFF_SCALE,
    /** The value is NaN or infinite. */
    NOT_FINITE,
    /** Signals had more of a part in what the generator was shown than is allowed. */
    TOO_MANY_GENERATIONS,
    /** The row cannot be read with certainty. */
    UNREADABLE,
    /** The item was asked for and never answered. */
    MISSING;

    /**
     * The reason in words, as reports show it.
     *
     * @return lower case, words parted by blanks
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
