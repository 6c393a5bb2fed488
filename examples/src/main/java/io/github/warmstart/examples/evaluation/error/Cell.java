// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.evaluation.HeldOutRatings;
import io.github.warmstart.evaluation.ModelMetrics;
import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;

/** Runs of one arm at one level, one for each seed, summarised as a {@link Row}. For one thread. */
final class Cell {

    private static final int RESAMPLES = 2000;
    private static final int RANKS = 10;

    private final HeldOutRatings all;
    private final Optional<HeldOutRatings> asked;
    private final Optional<HeldOutRatings> unasked;
    private final List<Figures> runs = new ArrayList<>();

    /** Summary of one run. */
    private record Figures(
            ModelMetrics judgement,
            double asked,
            double unasked,
            double ndcg,
            long prompts,
            long signalsAsked,
            long signalsKept,
            ArmRun.Verdict gate) {}

    /**
     * A cell measured on these ratings.
     *
     * @param pairAsked whether a user signal about a pair was recorded
     */
    Cell(HeldOutRatings heldOut, BiPredicate<String, String> pairAsked) {
        all = heldOut;
        asked = Optional.of(heldOut.where(pairAsked)).filter(some -> some.ratings() > 0);
        unasked = Optional.of(heldOut.where(pairAsked.negate())).filter(some -> some.ratings() > 0);
    }

    void add(ArmRun run) {
        ModelMetrics judgement = all.judge(run.model());
        runs.add(new Figures(
                judgement,
                asked.map(some -> some.judge(run.model()).rmsePooled()).orElse(Double.NaN),
                unasked.map(some -> some.judge(run.model()).rmsePooled()).orElse(Double.NaN),
                judgement.ndcg(RANKS),
                run.prompts(),
                run.asked(),
                run.kept(),
                run.gate()));
    }

    /**
     * The row of all runs.
     *
     * @param realOnly the same level without signals; empty if this is it
     * @param figure the main metric of the part
     * @param seed of the bootstrap
     */
    Row row(
            String part,
            Level level,
            Arm arm,
            Optional<String> policy,
            double share,
            Optional<Cell> realOnly,
            PairedBootstrap.Figure figure,
            long seed) {
        return new Row(
                part,
                level,
                arm,
                policy,
                share,
                mean(run -> run.judgement.rmsePerUser()),
                mean(run -> run.judgement.rmsePooled()),
                mean(Figures::asked),
                mean(Figures::unasked),
                mean(run -> run.judgement.mae()),
                mean(Figures::ndcg),
                realOnly.map(base -> ModelMetrics.comparedOverRuns(
                        base.repeated(runs.size()), judgements(), figure, RESAMPLES, seed)),
                mean(Figures::prompts),
                mean(Figures::signalsAsked),
                mean(Figures::signalsKept),
                gate(),
                all.users(),
                all.ratings(),
                runs.size());
    }

    private List<ModelMetrics> judgements() {
        return runs.stream().map(Figures::judgement).toList();
    }

    /** As many metrics as the other has runs: if this has fewer, each is compared with several. */
    private List<ModelMetrics> repeated(int size) {
        List<ModelMetrics> repeated = new ArrayList<>();
        for (int run = 0; run < size; run++) {
            repeated.add(runs.get(run % runs.size()).judgement());
        }
        return repeated;
    }

    private double mean(ToDoubleFunction<Figures> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private ArmRun.Verdict gate() {
        Map<ArmRun.Verdict, Integer> counts = new EnumMap<>(ArmRun.Verdict.class);
        runs.forEach(run -> counts.merge(run.gate, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry<ArmRun.Verdict, Integer>::getValue))
                .orElseThrow()
                .getKey();
    }
}
