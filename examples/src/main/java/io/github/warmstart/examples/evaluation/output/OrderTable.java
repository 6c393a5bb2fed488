// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.output;

import io.github.warmstart.examples.evaluation.order.OrderRow;
import io.github.warmstart.examples.evaluation.order.OrderRun;
import io.github.warmstart.statistics.MeanDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of the part about lists, as Markdown and as HTML. Figures that do not apply are empty. */
final class OrderTable {

    private static final String PRECISION = "precision10";
    private static final List<String> HEAD = List.of(
            "level",
            "arm",
            "NDCG@10",
            "P@10",
            "change of P@10",
            "R@50",
            "weighted R@50",
            "matched AUC",
            "concordance",
            "coverage",
            "popularity",
            "gate, order",
            "gate, error");
    private static final List<String> FIGURES = List.of("recall50", "ipsRecall50", "matchedAuc", "concordance");

    private OrderTable() {}

    static String markdown(List<OrderRow> rows) {
        StringBuilder table = new StringBuilder();
        table.append("| ").append(String.join(" | ", HEAD)).append(" |\n");
        table.append("|---".repeat(HEAD.size())).append("|\n");
        rows.forEach(
                row -> table.append("| ").append(String.join(" | ", cells(row))).append(" |\n"));
        return table.toString();
    }

    static String html(List<OrderRow> rows) {
        StringBuilder table = new StringBuilder("<div class=\"wide\"><table><tr>");
        HEAD.forEach(name -> table.append("<th>").append(name).append("</th>"));
        table.append("</tr>\n");
        for (OrderRow row : rows) {
            MeanDifference change = row.changes().get(PRECISION);
            String colour = change == null ? "" : change.low() > 0 ? "better" : change.high() < 0 ? "worse" : "";
            table.append("<tr>");
            List<String> cells = cells(row);
            for (int column = 0; column < cells.size(); column++) {
                table.append(HEAD.get(column).startsWith("change") ? "<td class=\"" + colour + "\">" : "<td>")
                        .append(Chart.escaped(cells.get(column)))
                        .append("</td>");
            }
            table.append("</tr>\n");
        }
        return table.append("</table></div>\n").toString();
    }

    private static List<String> cells(OrderRow row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.level().toString());
        cells.add(row.arm().label());
        cells.add(figure(row, "ndcg10Catalogue"));
        cells.add(figure(row, PRECISION));
        cells.add(change(row.changes().get(PRECISION)));
        FIGURES.forEach(name -> cells.add(figure(row, name)));
        cells.add(whole(row, OrderRow.COVERAGE));
        cells.add(whole(row, OrderRow.POPULARITY));
        cells.add(
                row.gateOrder() == OrderRun.Verdict.NONE ? "" : row.gateOrder().label());
        cells.add(
                row.gateError() == OrderRun.Verdict.NONE ? "" : row.gateError().label());
        return cells;
    }

    private static String figure(OrderRow row, String name) {
        double value = row.figures().getOrDefault(name, Double.NaN);
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String whole(OrderRow row, String name) {
        return String.format(Locale.ROOT, "%.0f", row.figures().getOrDefault(name, Double.NaN));
    }

    private static String change(@Nullable MeanDifference change) {
        return change == null
                ? ""
                : String.format(
                        Locale.ROOT, "%+.3f (%+.3f to %+.3f)", change.difference(), change.low(), change.high());
    }
}
