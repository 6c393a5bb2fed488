// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.List;

/**
 * What a warm start returns.
 *
 * @param model the model to use: trained on signals if they have passed the gate; else without signals: trained on
 *     ratings and catalogue attributes if these lower the error in trials, or if no trial is possible, and else
 *     {@code realOnly} itself
 * @param realOnly the model on ratings alone
 * @param signals every signal that was accepted, raw and with its origin, whether it was used or not
 * @param report what was done, found and decided
 */
public record WarmStart(
        RatingModel model, RatingModel realOnly, List<SyntheticSignal> signals, WarmStartReport report) {

    /** Copies the list. */
    public WarmStart {
        signals = List.copyOf(signals);
    }

    /**
     * Whether the returned model was trained on signals.
     *
     * @return false if the warm start was withheld
     */
    public boolean applied() {
        return report.result().applied();
    }
}
