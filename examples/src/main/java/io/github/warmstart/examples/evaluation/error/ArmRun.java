// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.recommend.RatingModel;

/**
 * Result of one run of an arm.
 *
 * @param model the returned model
 * @param prompts sent requests
 * @param asked requested signals
 * @param kept accepted signals
 * @param gate the gate's verdict
 */
public record ArmRun(RatingModel model, long prompts, long asked, long kept, Verdict gate) {

    /** Decision of the gate. */
    public enum Verdict {
        APPLIED,
        WITHHELD,
        NONE
    }

    /** A model trained without signals. */
    public static ArmRun unasked(RatingModel model) {
        return new ArmRun(model, 0, 0, 0, Verdict.NONE);
    }
}
