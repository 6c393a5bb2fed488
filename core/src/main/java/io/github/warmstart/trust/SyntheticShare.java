// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

/**
 * Share of signals in the information that a model is trained on, counted in ratings: that of a prior is the number of
 * ratings with the same information about an item's mean, {@code rating variance / prior variance}; that of a pseudo
 * rating and of a rating is its weight.
 *
 * @param before share of signals in all information as they were calibrated, 0 to 1
 * @param after share after the cap and the reliability of users were applied
 */
public record SyntheticShare(double before, double after) {

    /** No signals. */
    public static final SyntheticShare NONE = new SyntheticShare(0, 0);
}
