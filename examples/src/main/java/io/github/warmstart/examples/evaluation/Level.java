// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import java.util.OptionalInt;

/**
 * Number of visible ratings of warm users.
 *
 * @param limit the number; empty for all
 */
record Level(OptionalInt limit) {

    static final Level ALL = new Level(OptionalInt.empty());

    static Level of(int limit) {
        return new Level(OptionalInt.of(limit));
    }

    /**
     * Reads a level.
     *
     * @throws NumberFormatException if it is neither a whole number of 0 or more nor {@code all}
     */
    static Level parse(String text) {
        if (text.equals("all")) {
            return ALL;
        }
        int limit = Integer.parseInt(text);
        if (limit < 0) {
            throw new NumberFormatException(text);
        }
        return of(limit);
    }

    /** Number of seeds of a level: 1 for none and all of the ratings, which are the same for every seed. */
    int seeds(int wanted) {
        return limit.orElse(0) > 0 ? wanted : 1;
    }

    @Override
    public String toString() {
        return limit.isPresent() ? Integer.toString(limit.getAsInt()) : "all";
    }
}
