// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.signal.Usage;
import java.util.List;

/**
 * What warm starts were worth on held-out ratings, level by level. It holds no rating and no user id, but keeps the models
 * alive until it is let go.
 *
 * @param coldUsers how many users were made cold
 * @param knownRatings how many ratings of each stayed visible
 * @param heldOutRatings how many ratings were judged by
 * @param levels one a level, in the order that was asked for
 */
public record EvaluationReport(int coldUsers, int knownRatings, int heldOutRatings, List<EvaluationLevel> levels) {

    /** Copies the list. */
    public EvaluationReport {
        levels = List.copyOf(levels);
    }

    /**
     * The learning curves of both models.
     *
     * @return one point a level, in the order of the levels
     */
    public List<LearningCurvePoint> curve() {
        return levels.stream()
                .map(level -> new LearningCurvePoint(
                        level.visibleRatings(),
                        level.change().before(),
                        level.change().after()))
                .toList();
    }

    /**
     * What all runs spent.
     *
     * @return calls and tokens
     */
    public Usage usage() {
        return levels.stream().map(EvaluationLevel::usage).reduce(Usage.NONE, Usage::plus);
    }

    /**
     * The report for people: a table with one line a level, and why the gate withheld what it did.
     *
     * @return lines, each ended by a line feed
     */
    public String toText() {
        return EvaluationText.write(this);
    }

    @Override
    public String toString() {
        return toText();
    }
}
