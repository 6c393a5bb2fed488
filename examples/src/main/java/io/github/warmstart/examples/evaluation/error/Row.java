// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.Optional;

/**
 * Line of the results: an arm of a part at a level, figures averaged over seeds.
 *
 * @param part cold-users, cold-items or active
 * @param level number of visible ratings of warm users
 * @param arm the arm
 * @param policy the policy that chose the questions, if only a share was asked
 * @param askedShare share of the recorded answers that could be requested
 * @param rmseMacro the mean over users of each user's root mean squared error
 * @param rmseMicro the same over all ratings
 * @param rmseAsked over the ratings of pairs with a recorded user answer; NaN if there is none
 * @param rmseUnasked over the others
 * @param mae the mean absolute error over all ratings
 * @param ndcg10 over each user's held-out items
 * @param change against real-only of the same level, of the part's main metric
 * @param prompts sent requests
 * @param signalsAsked requested signals
 * @param signalsKept accepted signals
 * @param gate the gate's verdict, that of most seeds
 * @param users users of the held-out ratings
 * @param testRatings held-out ratings
 * @param seeds number of runs that the figures are means of
 */
public record Row(
        String part,
        Level level,
        Arm arm,
        Optional<String> policy,
        double askedShare,
        double rmseMacro,
        double rmseMicro,
        double rmseAsked,
        double rmseUnasked,
        double mae,
        double ndcg10,
        Optional<PairedBootstrap> change,
        double prompts,
        double signalsAsked,
        double signalsKept,
        ArmRun.Verdict gate,
        int users,
        int testRatings,
        int seeds) {}
