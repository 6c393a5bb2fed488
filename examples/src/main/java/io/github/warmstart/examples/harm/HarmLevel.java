// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import java.util.Locale;

/**
 * Number of visible real ratings.
 *
 * @param warmRatings visible ratings of warm users
 * @param firstRatings whether the first ratings of cold users are visible too
 */
record HarmLevel(int warmRatings, boolean firstRatings) {

    /** No ratings. */
    static final HarmLevel NOTHING = new HarmLevel(0, false);

    static HarmLevel of(int warmRatings) {
        return new HarmLevel(warmRatings, true);
    }

    /**
     * Reads a level.
     *
     * @throws IllegalArgumentException if it is neither a whole number &gt;= 0 nor {@code nothing}
     */
    static HarmLevel parse(String text) {
        if (text.equals("nothing")) {
            return NOTHING;
        }
        try {
            int ratings = Integer.parseInt(text);
            if (ratings >= 0) {
                return of(ratings);
            }
        } catch (NumberFormatException e) {
            // reported below, with the value
        }
        throw new IllegalArgumentException(
                "--levels must be whole numbers >= 0 or 'nothing', separated by commas, but holds '%s'"
                        .formatted(text));
    }

    String label() {
        return firstRatings ? String.format(Locale.ROOT, "%,d", warmRatings) : "nothing";
    }
}
