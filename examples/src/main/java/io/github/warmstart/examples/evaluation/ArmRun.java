// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import io.github.warmstart.recommend.RatingModel;

/**
 * What an arm came to.
 *
 * @param model what it returned
 * @param prompts requests that were sent
 * @param asked signals that were asked for
 * @param kept signals that were accepted
 * @param gate the gate's verdict
 */
record ArmRun(RatingModel model, long prompts, long asked, long kept, Verdict gate) {

    /** What a gate said. */
    enum Verdict {
        APPLIED,
        WITHHELD,
        NONE
    }

    /** A model that was trained without asking anything. */
    static ArmRun unasked(RatingModel model) {
        return new ArmRun(model, 0, 0, 0, Verdict.NONE);
    }
}
