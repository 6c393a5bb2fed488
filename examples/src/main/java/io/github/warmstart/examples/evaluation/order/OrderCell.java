// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.evaluation.Concordance;
import io.github.warmstart.evaluation.ListJudgement;
import io.github.warmstart.examples.evaluation.Level;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.statistics.MeanDifference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the runs of one arm at one level, one a seed, and makes an {@link OrderRow} of them. For one thread. */
final class OrderCell {

    static final String CONCORDANCE = "concordance";
    static final String COVERAGE = "coverage10";
    static final String POPULARITY = "meanPopularity10";

    private static final int RESAMPLES = 2000;

    private final OrderDataset data;
    private final List<Run> runs = new ArrayList<>();

    /** What is kept of one run: figures of each user, and those of all. */
    private record Run(
            Map<String, double[]> perUser,
            double coverage,
            double popularity,
            OrderRun.Verdict gateOrder,
            OrderRun.Verdict gateError) {}

    OrderCell(OrderDataset data) {
        this.data = data;
    }

    /** The name of a figure in the results. */
    static String name(ListJudgement.Figure figure) {
        return switch (figure) {
            case NDCG10 -> "ndcg10Catalogue";
            case PRECISION10 -> "precision10";
            case RECALL50 -> "recall50";
            case IPS_RECALL50 -> "ipsRecall50";
            case MATCHED_AUC -> "matchedAuc";
        };
    }

    void add(OrderRun run) {
        ListJudgement judgement = data.heldOut().judge(run.scores());
        Map<String, double[]> perUser = new LinkedHashMap<>();
        for (ListJudgement.Figure figure : ListJudgement.Figure.values()) {
            perUser.put(name(figure), judgement.perUser(figure));
        }
        perUser.put(CONCORDANCE, concordance(run));
        runs.add(new Run(
                perUser, judgement.coverage10(), judgement.meanPopularity10(), run.gateOrder(), run.gateError()));
    }

    private double[] concordance(OrderRun run) {
        if (run.ratings() == null) {
            return new double[0];
        }
        return data.hiddenRatings().entrySet().stream()
                .mapToDouble(entry -> Concordance.of(
                        entry.getValue().stream().mapToDouble(Rating::value).toArray(),
                        entry.getValue().stream()
                                .mapToDouble(rating -> run.ratings().predict(entry.getKey(), rating.itemId()))
                                .toArray()))
                .toArray();
    }

    /** The mean over seeds for each user. */
    private double[] perUser(String figure) {
        double[] means = new double[runs.get(0).perUser.getOrDefault(figure, new double[0]).length];
        for (Run run : runs) {
            double[] own = run.perUser.getOrDefault(figure, means);
            for (int user = 0; user < means.length; user++) {
                means[user] += own[user] / runs.size();
            }
        }
        return means;
    }

    OrderRow row(Level level, OrderArm arm, @Nullable OrderCell base, long seed) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Map<String, MeanDifference> changes = new LinkedHashMap<>();
        for (String figure : runs.get(0).perUser.keySet()) {
            double[] own = perUser(figure);
            figures.put(
                    figure,
                    Arrays.stream(own)
                            .filter(value -> !Double.isNaN(value))
                            .average()
                            .orElse(Double.NaN));
            double[] before = base == null ? new double[0] : base.perUser(figure);
            if (own.length > 0 && own.length == before.length) {
                changes.put(figure, MeanDifference.of(before, own, RESAMPLES, seed));
            }
        }
        figures.put(COVERAGE, runs.stream().mapToDouble(Run::coverage).average().orElse(Double.NaN));
        figures.put(
                POPULARITY, runs.stream().mapToDouble(Run::popularity).average().orElse(Double.NaN));
        return new OrderRow(
                level,
                arm,
                Collections.unmodifiableMap(figures),
                Collections.unmodifiableMap(changes),
                most(runs.stream().map(Run::gateOrder).toList()),
                most(runs.stream().map(Run::gateError).toList()),
                data.heldOut().users(),
                data.heldOut().relevant(),
                runs.size());
    }

    /** The most frequent verdict, the milder one in doubt. */
    private static OrderRun.Verdict most(List<OrderRun.Verdict> verdicts) {
        OrderRun.Verdict most = OrderRun.Verdict.NONE;
        for (OrderRun.Verdict verdict : OrderRun.Verdict.values()) {
            if (Collections.frequency(verdicts, verdict) > Collections.frequency(verdicts, most)) {
                most = verdict;
            }
        }
        return most;
    }
}
