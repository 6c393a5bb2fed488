// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

/**
 * Offset that an answer about a user adds to the prediction of its own pair.
 *
 * @param value in rating units, finite
 * @param weight effective ratings of the answer, 0 or more
 */
public record PairOffset(double value, double weight) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the value is not finite or the weight not 0 or more
     */
    public PairOffset {
        if (!Double.isFinite(value) || !(weight >= 0)) {
            throw new IllegalArgumentException(
                    "value must be finite and weight >= 0, but were %s and %s".formatted(value, weight));
        }
    }

    /** Copy multiplied by a factor. */
    PairOffset times(double factor) {
        return new PairOffset(factor * value, factor * weight);
    }
}
