// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.output;

import io.github.warmstart.examples.evaluation.error.ArmRun;
import io.github.warmstart.examples.evaluation.error.Row;
import io.github.warmstart.examples.evaluation.order.OrderArm;
import io.github.warmstart.examples.evaluation.order.OrderRow;
import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.statistics.MeanDifference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Writer of the results as one self-contained page: charts as inline SVG, then all figures. */
public final class HtmlOutput {

    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #222 }
            svg { width: 100%; height: auto; margin: 1em 0 }
            .title { font-weight: 600; font-size: 15px } .tick { font-size: 11px; fill: #444 }
            .end { text-anchor: end } .middle { text-anchor: middle }
            .grid { stroke: #ddd } .zero { stroke: #555; stroke-dasharray: 4 3 }
            table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums }
            td, th { padding: 2px 8px; border-bottom: 1px solid #ddd; text-align: right }
            td:nth-child(-n+3), th:nth-child(-n+3) { text-align: left } .better { color: #1e8449 } .worse { color: #c0392b }
            .wide { overflow-x: auto }
            """;

    /** Arms of lists that are drawn; the table has all. */
    private static final Set<OrderArm> DRAWN = EnumSet.of(
            OrderArm.RATING_ORDER,
            OrderArm.POPULARITY,
            OrderArm.REAL_ONLY_BEST,
            OrderArm.ALS_BLEND,
            OrderArm.PLACEBO,
            OrderArm.WARM_START);

    private final StringBuilder page = new StringBuilder();

    private HtmlOutput() {}

    /** All results. */
    public static String write(EvaluateArguments arguments, EvaluationResults results) {
        HtmlOutput output = new HtmlOutput();
        output.line("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        output.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        output.line("<title>Evaluation of warm starts</title><style>" + STYLE + "</style></head><body>");
        output.line("<h1>Evaluation of warm starts</h1>");
        output.line("<p>" + Chart.escaped(MarkdownOutput.introduction(arguments, results)) + "</p>");
        output.line("<p>" + Chart.escaped(MarkdownOutput.CAVEAT) + "</p>");
        for (String part :
                List.of(EvaluateArguments.COLD_USERS, EvaluateArguments.COLD_ITEMS, EvaluateArguments.ACTIVE)) {
            List<Row> own = results.rows().stream()
                    .filter(row -> row.part().equals(part))
                    .toList();
            if (!own.isEmpty()) {
                output.line("<h2>" + MarkdownOutput.title(part) + "</h2>");
                output.charts(part, own);
                output.table(own);
            }
        }
        if (!results.orderRows().isEmpty()) {
            output.line("<h2>" + MarkdownOutput.title(EvaluateArguments.ORDER) + "</h2>");
            output.line("<p>"
                    + Chart.escaped(
                            MarkdownOutput.orderIntroduction(results.orderRows().get(0)))
                    + "</p>");
            output.orderCharts(results.orderRows());
            output.page.append(OrderTable.html(results.orderRows()));
        }
        output.line("</body></html>");
        return output.page.toString();
    }

    private void charts(String part, List<Row> rows) {
        if (part.equals(EvaluateArguments.ACTIVE)) {
            Set<Level> levels = new LinkedHashSet<>();
            rows.forEach(row -> levels.add(row.level()));
            for (Level level : levels) {
                active(
                        "Questions about users, level " + level,
                        rows,
                        row -> row.level().equals(level) && row.arm() == Arm.WARM_START);
                active(
                        "Questions about items, level " + level,
                        rows,
                        row -> row.level().equals(level) && row.arm() == Arm.ITEMS_ONLY);
            }
            return;
        }
        boolean users = part.equals(EvaluateArguments.COLD_USERS);
        List<String> levels = new ArrayList<>(new LinkedHashSet<>(
                rows.stream().map(row -> row.level().toString()).toList()));
        Chart curve = new Chart(
                "Learning curve: error against visible ratings",
                users ? "RMSE, mean over users" : "RMSE, pooled",
                "ratings of warm users that are visible",
                levels);
        Chart gain = new Chart(
                "Change against real-only, with 95 % interval",
                "per cent", "ratings of warm users that are visible", levels);
        Chart split = new Chart(
                "Pairs that were asked about, and the others",
                "RMSE, pooled",
                "ratings of warm users that are visible",
                levels);
        for (Row row : rows) {
            String level = row.level().toString();
            curve.point(row.arm().label(), level, users ? row.rmseMacro() : row.rmseMicro());
            row.change()
                    .ifPresent(change -> gain.point(
                            row.arm().label(), level, 100 * change.change(), 100 * change.low(), 100 * change.high()));
            if (users && (row.arm() == Arm.REAL_ONLY || row.arm() == Arm.NAIVE || row.arm() == Arm.WARM_START)) {
                split.point(row.arm().label() + ", asked", level, row.rmseAsked());
                split.point(row.arm().label() + ", unasked", level, row.rmseUnasked());
            }
        }
        page.append(curve.svg()).append(gain.svg()).append(split.svg());
    }

    private void orderCharts(List<OrderRow> rows) {
        List<String> levels = new ArrayList<>(new LinkedHashSet<>(
                rows.stream().map(row -> row.level().toString()).toList()));
        Chart precision = new Chart(
                "Relevant items among the first ten",
                "precision at 10",
                "choices of warm users that are visible",
                levels);
        Chart gain = new Chart(
                "Change of precision at 10 against real-only-best, with 95 % interval",
                "absolute", "choices of warm users that are visible", levels);
        for (OrderRow row : rows) {
            if (DRAWN.contains(row.arm())) {
                String level = row.level().toString();
                precision.point(row.arm().label(), level, row.figures().getOrDefault("precision10", Double.NaN));
                MeanDifference change = row.changes().get("precision10");
                if (change != null) {
                    gain.point(row.arm().label(), level, change.difference(), change.low(), change.high());
                }
            }
        }
        page.append(precision.svg()).append(gain.svg());
    }

    private void active(String title, List<Row> rows, Predicate<Row> which) {
        List<Row> own = rows.stream().filter(which).toList();
        List<String> shares = new ArrayList<>(
                new LinkedHashSet<>(own.stream().map(HtmlOutput::share).toList()));
        Chart chart =
                new Chart(title, "RMSE, mean over users", "share of the recorded answers that was asked for", shares);
        own.forEach(row -> chart.point(row.policy().orElse(""), share(row), row.rmseMacro()));
        page.append(chart.svg());
    }

    private static String share(Row row) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * row.askedShare());
    }

    private void table(List<Row> rows) {
        line(
                "<div class=\"wide\"><table><tr><th>level</th><th>arm</th><th>policy</th><th>share</th><th>RMSE, users</th>"
                        + "<th>RMSE, pooled</th><th>asked</th><th>unasked</th><th>MAE</th><th>NDCG@10</th><th>change</th>"
                        + "<th>95 % interval</th><th>prompts</th><th>gate</th></tr>");
        for (Row row : rows) {
            String colour = row.change()
                    .map(change -> change.high() < 0 ? "better" : change.low() > 0 ? "worse" : "")
                    .orElse("");
            line(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%.4f</td><td>%.4f</td><td>%s</td><td>%s</td>"
                            + "<td>%.4f</td><td>%.4f</td><td class=\"%s\">%s</td><td>%s</td><td>%.0f</td><td>%s</td></tr>",
                    row.level(),
                    row.arm().label(),
                    Chart.escaped(row.policy().orElse("")),
                    row.policy().isPresent() ? share(row) : "",
                    row.rmseMacro(),
                    row.rmseMicro(),
                    figure(row.rmseAsked()),
                    figure(row.rmseUnasked()),
                    row.mae(),
                    row.ndcg10(),
                    colour,
                    row.change()
                            .map(change -> String.format(Locale.ROOT, "%+.2f %%", 100 * change.change()))
                            .orElse(""),
                    row.change()
                            .map(change -> String.format(
                                    Locale.ROOT, "%+.2f to %+.2f", 100 * change.low(), 100 * change.high()))
                            .orElse(""),
                    row.prompts(),
                    row.gate() == ArmRun.Verdict.NONE ? "" : row.gate().name().toLowerCase(Locale.ROOT)));
        }
        line("</table></div>");
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
