// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import io.github.warmstart.statistics.PairedBootstrap;
import java.util.Optional;

/**
 * One line of results: an arm of a part at a level, figures averaged over seeds.
 *
 * @param part cold-users, cold-items or active
 * @param level how many ratings of warm users were visible
 * @param arm what was run
 * @param policy what chose the questions, where only a share was asked
 * @param askedShare the share of the recorded answers that could be asked for
 * @param rmseMacro the mean over users of each user's root mean squared error
 * @param rmseMicro the same over all ratings
 * @param rmseAsked over the ratings of pairs with a recorded user answer; NaN where there is none
 * @param rmseUnasked over the others
 * @param mae the mean absolute error over all ratings
 * @param ndcg10 over each user's held-out items
 * @param change against real-only of the same level, of the part's headline figure
 * @param prompts requests that were sent
 * @param signalsAsked signals that were asked for
 * @param signalsKept signals that were accepted
 * @param gate the gate's verdict, that of most seeds
 * @param users users that were judged on
 * @param testRatings ratings that were judged on
 * @param seeds how many runs the figures are means of
 */
record Row(
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
