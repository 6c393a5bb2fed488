// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import java.util.Locale;

/** What is compared. */
public enum OrderArm {
    /** Items sorted by predicted rating, without signals. */
    RATING_ORDER(true),
    /** The same after the warm start. */
    WARM_RATING_ORDER(true),
    /** Visible choices of each item. */
    POPULARITY(false),
    /** Visible choices times liking. */
    POPULARITY_LIKING(true),
    /** The choice model on visible data and attributes of the catalogue. */
    REAL_ONLY_BEST(false),
    /** Implicit alternating least squares, popularity and liking, weighted by hidden choices. */
    ALS_BLEND(false),
    /** EASE alone. */
    EASE(false),
    /** The hundred most popular items in the order of the shortlist. */
    RERANK(false),
    /** Calibrated exposure answers times liking. */
    EXPOSURE(false),
    /** Exposure, item priors and grades: nothing personal. */
    AUDIENCE_ONLY(false),
    /** Everything, gate included. */
    WARM_START(false),
    /** The same with the shortlists and similar items of others. */
    PLACEBO(false),
    /** The same with noise of 0.6 on the logarithm of the exposure answers. */
    DEGRADED(false),
    /** Exposure answers permuted within the 2,000 greatest. */
    SCRAMBLED(false),
    /** Everything with the values of ratings hidden. */
    INTERACTIONS_ONLY(true);

    private final boolean needsRatings;

    OrderArm(boolean needsRatings) {
        this.needsRatings = needsRatings;
    }

    /** Whether the arm means nothing where there are no ratings. */
    public boolean needsRatings() {
        return needsRatings;
    }

    /** The name as it is written. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
