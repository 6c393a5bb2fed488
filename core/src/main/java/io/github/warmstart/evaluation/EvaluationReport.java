// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Result of a {@link ColdStartEvaluation}: errors of warm starts on held-out ratings, level by level. It holds no rating
 * and no user id, but keeps the models reachable.
 *
 * @param coldUsers number of users made cold
 * @param knownRatings number of visible ratings of each
 * @param heldOutRatings number of ratings that errors are measured on
 * @param levels one for each level, in the order of the request
 */
public record EvaluationReport(int coldUsers, int knownRatings, int heldOutRatings, List<Level> levels) {

    /** Copies the list. */
    public EvaluationReport {
        levels = List.copyOf(levels);
    }

    /**
     * One warm start, measured on held-out ratings.
     *
     * @param level requested number of visible ratings of other users; {@link ColdUserSplit#ALL} for all
     * @param seed seed of the sample of these, and of the warm start
     * @param visibleRatings number of visible ratings in all, those of the cold users included
     * @param realOnly metrics of the model without signals
     * @param warmStart metrics of the model that the warm start returned, which may be the same
     * @param report requests, decisions and cost of the warm start; its verdicts are those of the gate, which saw no
     *     held-out rating
     */
    public record Run(
            int level,
            long seed,
            int visibleRatings,
            ModelMetrics realOnly,
            ModelMetrics warmStart,
            WarmStartReport report) {

        /**
         * Whether the gate accepted signals.
         *
         * @return false if the model without signals was returned
         */
        public boolean applied() {
            return report.result().applied();
        }
    }

    /**
     * All runs at one number of visible ratings, and their joint result.
     *
     * <p>The cold users and their held-out ratings are the same in all runs. Each user's error (RMSE) is averaged over the
     * seeds first, and then users are drawn with replacement: the interval refers to other users like these, and the seeds
     * only reduce the noise of the figures.
     *
     * @param level requested number of visible ratings of other users; {@link ColdUserSplit#ALL} for all
     * @param runs one for each seed
     * @param change from the error without signals to that of the warm start; both are means over users and seeds
     * @param adjustedPValue the p value of the change, adjusted by Holm's method for the number of levels
     */
    public record Level(int level, List<Run> runs, PairedBootstrap change, double adjustedPValue) {

        /** Copies the list. */
        public Level {
            runs = List.copyOf(runs);
        }

        /** Pools runs with the same held-out ratings; the p value is adjusted later, when all levels are known. */
        static PairedBootstrap pooled(List<Run> runs, int resamples, long seed) {
            return ModelMetrics.comparedOverRuns(
                    runs.stream().map(Run::realOnly).toList(),
                    runs.stream().map(Run::warmStart).toList(),
                    PairedBootstrap.Figure.PER_USER_RMSE,
                    resamples,
                    seed);
        }

        /**
         * The number of visible ratings, those of the cold users included.
         *
         * @return the mean over seeds
         */
        public double visibleRatings() {
            return mean(Run::visibleRatings);
        }

        /**
         * A metric of the model without signals.
         *
         * @param metric for example {@code ModelMetrics::mae}
         * @return the mean over seeds
         */
        public double realOnly(ToDoubleFunction<ModelMetrics> metric) {
            return mean(run -> metric.applyAsDouble(run.realOnly()));
        }

        /**
         * A metric of the model that the warm start returned.
         *
         * @param metric for example {@code metrics -> metrics.ndcg(10)}
         * @return the mean over seeds
         */
        public double warmStart(ToDoubleFunction<ModelMetrics> metric) {
            return mean(run -> metric.applyAsDouble(run.warmStart()));
        }

        /**
         * Number of runs in which the gate accepted signals.
         *
         * @return 0 to the number of runs
         */
        public int applied() {
            return (int) runs.stream().filter(Run::applied).count();
        }

        /**
         * Usage of all runs of this level.
         *
         * @return calls and tokens
         */
        public Usage usage() {
            return runs.stream().map(run -> run.report().spending().usage()).reduce(Usage.NONE, Usage::plus);
        }

        private double mean(ToDoubleFunction<Run> figure) {
            return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
        }
    }

    /**
     * Errors of both models at one number of visible ratings.
     *
     * @param visibleRatings mean over seeds, those of the cold users included
     * @param realOnly RMSE of the model without signals, mean over users and seeds, rating units
     * @param warmStart the same of the model that the warm start returned
     */
    public record CurvePoint(double visibleRatings, double realOnly, double warmStart) {}

    /**
     * The learning curves of both models.
     *
     * @return one point for each level, in the order of the levels
     */
    public List<CurvePoint> curve() {
        return levels.stream()
                .map(level -> new CurvePoint(
                        level.visibleRatings(),
                        level.change().before(),
                        level.change().after()))
                .toList();
    }

    /**
     * Usage of all runs.
     *
     * @return calls and tokens
     */
    public Usage usage() {
        return levels.stream().map(Level::usage).reduce(Usage.NONE, Usage::plus);
    }

    /**
     * The report as text: a table with one line for each level, and the gate's reasons for withheld signals.
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
