// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.signal.Usage;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All runs at one number of visible ratings, and what they say together.
 *
 * <p>The cold users and their held-out ratings are the same in all runs. Each user's error (RMSE) is averaged over the
 * seeds first, and then users are drawn with replacement: the interval is about other users like these, and the seeds only
 * steady the figures.
 *
 * @param level how many ratings of other users were asked to be visible; {@link ColdUserSplit#ALL} for all
 * @param runs one a seed
 * @param change from the error without signals to that of the warm start; both are means over users and seeds
 * @param adjustedPValue the p value of the change, adjusted by Holm's method for the number of levels
 */
public record EvaluationLevel(int level, List<EvaluationRun> runs, PairedBootstrap change, double adjustedPValue) {

    /** Copies the list. */
    public EvaluationLevel {
        runs = List.copyOf(runs);
    }

    /** Pools runs with the same held-out ratings; the p value is adjusted later, when all levels are known. */
    static PairedBootstrap pooled(List<EvaluationRun> runs, int resamples, long seed) {
        return ModelMetrics.comparedOverRuns(
                runs.stream().map(EvaluationRun::realOnly).toList(),
                runs.stream().map(EvaluationRun::warmStart).toList(),
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
        return mean(EvaluationRun::visibleRatings);
    }

    /**
     * A figure of the model without signals.
     *
     * @param figure for example {@code ModelMetrics::mae}
     * @return the mean over seeds
     */
    public double realOnly(ToDoubleFunction<ModelMetrics> figure) {
        return mean(run -> figure.applyAsDouble(run.realOnly()));
    }

    /**
     * A figure of the model that the warm start returned.
     *
     * @param figure for example {@code judgement -> judgement.ndcg(10)}
     * @return the mean over seeds
     */
    public double warmStart(ToDoubleFunction<ModelMetrics> figure) {
        return mean(run -> figure.applyAsDouble(run.warmStart()));
    }

    /**
     * In how many runs the gate let signals through.
     *
     * @return 0 to the number of runs
     */
    public int applied() {
        return (int) runs.stream().filter(EvaluationRun::applied).count();
    }

    /**
     * What all runs of this level spent.
     *
     * @return calls and tokens
     */
    public Usage usage() {
        return runs.stream().map(run -> run.report().spending().usage()).reduce(Usage.NONE, Usage::plus);
    }

    private double mean(ToDoubleFunction<EvaluationRun> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
