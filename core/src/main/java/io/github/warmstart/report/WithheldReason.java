// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

/** Reason why a warm start returned the model without signals. {@link WarmStartReport#reason} has the texts. */
public enum WithheldReason {
    /** No usable signal was received. */
    NO_SIGNAL,
    /** Too few rated items can be answered to compare answers with ratings, so the audience was not asked. */
    TOO_FEW_COMPARABLE,
    /** Every signal that could have been tested was set aside because diversity collapsed. */
    DIVERSITY_COLLAPSED,
    /** The generator's repeated answers do not agree beyond chance. */
    ANSWERS_DISAGREE,
    /** The signals are indistinguishable from noise. */
    INDISTINGUISHABLE_FROM_NOISE,
    /** No received signal can be compared with a real rating. */
    NOT_COMPARABLE,
    /** The gate did not let the signals through; its last verdict says why. */
    NOT_SHOWN_TO_HELP
}
