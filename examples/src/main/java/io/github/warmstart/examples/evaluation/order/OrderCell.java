// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.statistics.MeanDifference;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Runs of one arm at one level, one for each seed, summarised as an {@link OrderRow}. Immutable. */
final class OrderCell {

    private static final int RESAMPLES = 2000;

    private final List<OrderFigures> runs;

    OrderCell(List<OrderFigures> runs) {
        this.runs = List.copyOf(runs);
    }

    /** The mean over seeds for each user. */
    private double[] perUser(String figure) {
        double[] means = new double[figures(runs.get(0), figure).length];
        for (OrderFigures run : runs) {
            double[] own = figures(run, figure);
            for (int user = 0; user < means.length; user++) {
                means[user] += own[user] / runs.size();
            }
        }
        return means;
    }

    private static double[] figures(OrderFigures run, String figure) {
        return Objects.requireNonNull(run.perUser().get(figure), figure);
    }

    OrderRow row(OrderDataset data, Level level, OrderArm arm, @Nullable OrderCell base, long seed) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Map<String, MeanDifference> changes = new LinkedHashMap<>();
        for (String figure : runs.get(0).perUser().keySet()) {
            double[] own = perUser(figure);
            double mean = mean(own);
            figures.put(figure, mean);
            double[] before = base == null ? new double[0] : base.perUser(figure);
            if (own.length == before.length && !Double.isNaN(mean) && !Double.isNaN(mean(before))) {
                changes.put(figure, MeanDifference.of(before, own, RESAMPLES, seed));
            }
        }
        figures.put(OrderRow.COVERAGE, mean(OrderFigures::coverage));
        figures.put(OrderRow.POPULARITY, mean(OrderFigures::popularity));
        return new OrderRow(
                level,
                arm,
                Collections.unmodifiableMap(figures),
                Collections.unmodifiableMap(changes),
                most(runs.stream().map(OrderFigures::gateOrder).toList()),
                most(runs.stream().map(OrderFigures::gateError).toList()),
                data.heldOut().users(),
                data.heldOut().relevant(),
                runs.size());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private double mean(ToDoubleFunction<OrderFigures> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    /** The most frequent verdict, the first in the order of the enumeration among equals. */
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
