// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static java.util.Objects.requireNonNull;

/**
 * Calibrated estimate that is used in training beside ratings, with the weight of a fraction of a rating.
 *
 * @param userId the user of the application, or a {@linkplain #MADE_UP synthetic} user
 * @param itemId the item
 * @param value the estimate on the rating scale, finite
 * @param weight the weight in ratings, above 0
 * @param source the kind of estimate
 */
public record PseudoRating(String userId, String itemId, double value, double weight, Source source) {

    /** Prefix of the ids of made-up users. No source may use it. */
    public static final String MADE_UP = "warmstart:";

    /** Kind of estimate that a pseudo rating was made from. */
    public enum Source {
        /** An estimate about a user of the application. */
        USER,
        /** An estimate about an invented user. */
        PERSONA,
        /** A prior for the mean of an item, as one rating of an average user. */
        PRIOR
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if an id is blank, the value is not finite, or the weight is not above 0
     */
    public PseudoRating {
        if (userId.isBlank() || itemId.isBlank()) {
            throw new IllegalArgumentException(
                    "userId and itemId must not be blank, but were '%s' and '%s'".formatted(userId, itemId));
        }
        if (!Double.isFinite(value) || !(weight > 0) || !Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "value must be finite and weight finite and > 0, but were %s and %s".formatted(value, weight));
        }
        requireNonNull(source, "source");
    }

    /**
     * An estimate about a user of the application.
     *
     * @param userId the user
     * @param itemId the item
     * @param value the estimate on the rating scale, finite
     * @param weight the weight in ratings, above 0
     * @throws IllegalArgumentException if an id is blank, the value is not finite, or the weight is not above 0
     */
    public PseudoRating(String userId, String itemId, double value, double weight) {
        this(userId, itemId, value, weight, Source.USER);
    }

    /**
     * The same estimate with another weight.
     *
     * @param weight the weight in ratings, above 0
     * @return a new pseudo rating
     */
    public PseudoRating withWeight(double weight) {
        return new PseudoRating(userId, itemId, value, weight, source);
    }
}
