// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.report.WarmStartReport;

/**
 * One warm start that was judged by held-out ratings.
 *
 * @param level how many ratings of other users were asked to be visible; {@link ColdUserSplit#ALL} for all
 * @param seed chose the sample of these, and all chance of the warm start
 * @param visibleRatings how many ratings were visible in all, those of the cold users included
 * @param realOnly figures of the model without signals
 * @param warmStart figures of the model that the warm start returned, which may be the same
 * @param report what the warm start asked, decided and spent: its verdicts are those of the gate, which saw no held-out
 *     rating
 */
public record EvaluationRun(
        int level,
        long seed,
        int visibleRatings,
        ModelMetrics realOnly,
        ModelMetrics warmStart,
        WarmStartReport report) {

    /**
     * Whether the gate let signals through.
     *
     * @return false if the model without signals was returned
     */
    public boolean applied() {
        return report.result().applied();
    }
}
