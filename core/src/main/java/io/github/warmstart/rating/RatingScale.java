// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

/**
 * Range of ratings, and the step between them.
 *
 * @param lowest the worst rating, finite
 * @param highest the best rating, finite, above {@code lowest}
 * @param step the distance between neighbouring ratings, or 0 if every value in the range is allowed
 */
public record RatingScale(double lowest, double highest, double step) {

    /**
     * Checks the scale.
     *
     * @throws IllegalArgumentException if an end is not finite, the ends are out of order or not apart as floats, in
     *     which tables keep ratings, or the step is negative, not finite or longer than the range
     */
    public RatingScale {
        if (!(lowest < highest) || !Double.isFinite(highest - lowest)) {
            throw new IllegalArgumentException(
                    "lowest and highest must be finite and in order, but were %s..%s".formatted(lowest, highest));
        }
        if (!((float) lowest < (float) highest) || Float.isInfinite((float) (highest - lowest))) {
            throw new IllegalArgumentException(
                    "lowest and highest must be finite and apart as floats, in which ratings are kept, but were %s..%s"
                            .formatted(lowest, highest));
        }
        if (!(step >= 0) || !(step <= highest - lowest)) {
            throw new IllegalArgumentException("step must be between 0 and the length of the scale %s, but was %s"
                    .formatted(highest - lowest, step));
        }
    }

    /**
     * A continuous scale.
     *
     * @param lowest the worst rating
     * @param highest the best rating
     * @return the scale
     */
    public static RatingScale of(double lowest, double highest) {
        return new RatingScale(lowest, highest, 0);
    }

    /**
     * A scale of steps, for example half stars from 0.5 to 5.
     *
     * @param lowest the worst rating
     * @param highest the best rating
     * @param step the distance between neighbouring ratings
     * @return the scale
     */
    public static RatingScale of(double lowest, double highest, double step) {
        return new RatingScale(lowest, highest, step);
    }

    /**
     * Whether a value lies between the ends, both included. The step does not matter, because means lie between steps.
     *
     * @param value any value; NaN is never on the scale
     * @return whether the value is on the scale
     */
    public boolean contains(double value) {
        return value >= lowest && value <= highest;
    }

    /**
     * The value, limited to the range.
     *
     * @param value any value but NaN
     * @return a value on the scale
     */
    public double clamp(double value) {
        return Math.max(lowest, Math.min(highest, value));
    }

    /**
     * The value half-way between the ends.
     *
     * @return the midpoint
     */
    public double midpoint() {
        return lowest + (highest - lowest) / 2;
    }

    /**
     * The distance between the ends.
     *
     * @return a positive length, in rating units
     */
    public double length() {
        return highest - lowest;
    }

    @Override
    public String toString() {
        return step == 0 ? lowest + ".." + highest : lowest + ".." + highest + " by " + step;
    }
}
