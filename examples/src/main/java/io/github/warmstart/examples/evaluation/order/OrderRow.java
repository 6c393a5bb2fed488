// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.statistics.MeanDifference;
import java.util.Map;

/**
 * One line of results: an arm at a level, figures averaged over seeds.
 *
 * @param level how many choices of warm users were visible
 * @param arm what was run
 * @param figures by name; NaN where a figure does not apply
 * @param changes against {@code real-only-best} of the same level, by name of the figure
 * @param gateOrder what the gate for order said, at most seeds
 * @param gateError what the gate for error said, at most seeds
 * @param users users that were judged on
 * @param relevant relevant items that were judged on
 * @param seeds how many runs the figures are means of
 */
public record OrderRow(
        Level level,
        OrderArm arm,
        Map<String, Double> figures,
        Map<String, MeanDifference> changes,
        OrderRun.Verdict gateOrder,
        OrderRun.Verdict gateError,
        int users,
        int relevant,
        int seeds) {

    /** The name of the figure: different items in anybody's first ten. */
    public static final String COVERAGE = "coverage10";

    /** The name of the figure: mean number of warm choices of the first ten. */
    public static final String POPULARITY = "meanPopularity10";
}
