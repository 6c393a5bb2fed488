// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

/**
 * Prediction interval of a rating.
 *
 * @param lowest its lower end, on the scale
 * @param highest its upper end, on the scale, not below {@code lowest}
 */
public record Interval(double lowest, double highest) {

    /**
     * Checks the ends.
     *
     * @throws IllegalArgumentException if the ends are out of order or NaN
     */
    public Interval {
        if (!(lowest <= highest)) {
            throw new IllegalArgumentException(
                    "lowest and highest must be in order, but were %s..%s".formatted(lowest, highest));
        }
    }

    /**
     * Whether the interval contains a value, both ends included.
     *
     * @param value any value
     * @return false for NaN
     */
    public boolean contains(double value) {
        return value >= lowest && value <= highest;
    }
}
