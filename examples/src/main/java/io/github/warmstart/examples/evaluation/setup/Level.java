// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.setup;

import java.util.OptionalInt;

/**
 * Number of visible ratings of warm users.
 *
 * @param limit the number; empty for all
 */
public record Level(OptionalInt limit) {

    /** Everything that warm users chose. */
    public static final Level ALL = new Level(OptionalInt.empty());

    /**
     * A level.
     *
     * @param limit how many, 0 or more
     * @return the level
     */
    public static Level of(int limit) {
        return new Level(OptionalInt.of(limit));
    }

    /**
     * Reads a level.
     *
     * @param text a whole number or {@code all}
     * @return the level
     * @throws NumberFormatException if it is neither a whole number of 0 or more nor {@code all}
     */
    public static Level parse(String text) {
        if (text.equals("all")) {
            return ALL;
        }
        int limit = Integer.parseInt(text);
        if (limit < 0) {
            throw new NumberFormatException(text);
        }
        return of(limit);
    }

    /**
     * How many seeds a level needs: none and all of the ratings are the same under every seed.
     *
     * @param wanted for the other levels
     * @return 1 or the wanted number
     */
    public int seeds(int wanted) {
        return limit.orElse(0) > 0 ? wanted : 1;
    }

    @Override
    public String toString() {
        return limit.isPresent() ? Integer.toString(limit.getAsInt()) : "all";
    }
}
