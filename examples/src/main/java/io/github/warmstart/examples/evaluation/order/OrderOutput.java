// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import com.squareup.moshi.JsonWriter;
import io.github.warmstart.evaluation.ListJudgement;
import io.github.warmstart.statistics.MeanDifference;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Writes the results for programs and as a table of Markdown. Figures that do not exist are null or empty. */
final class OrderOutput {

    private OrderOutput() {}

    static String json(OrderDataset data, OrderArguments arguments, List<OrderRow> rows) throws IOException {
        Buffer buffer = new Buffer();
        try (JsonWriter json = JsonWriter.of(buffer)) {
            json.setIndent(" ");
            json.setSerializeNulls(true);
            json.beginObject();
            json.name("protocol").value(1);
            json.name("dataset").beginObject();
            json.name("kind").value(data.hasRatings() ? "ratings" : "interactions");
            json.name("warm").value(data.warmChoices());
            json.name("catalogItems").value(data.itemIds().size());
            json.name("coldUsers").value(data.recordings().known().size());
            json.endObject();
            json.name("seed").value(arguments.seed());
            json.name("seeds").value(arguments.seeds());
            json.name("results").beginArray();
            for (OrderRow row : rows) {
                row(json, row);
            }
            json.endArray();
            json.endObject();
        }
        return buffer.readUtf8() + "\n";
    }

    private static void row(JsonWriter json, OrderRow row) throws IOException {
        json.beginObject();
        json.name("part").value("order");
        json.name("level");
        if (row.level().limit().isPresent()) {
            json.value(row.level().limit().getAsInt());
        } else {
            json.value("all");
        }
        json.name("arm").value(row.arm().label());
        for (Map.Entry<String, Double> figure : row.figures().entrySet()) {
            json.name(figure.getKey());
            number(json, figure.getValue());
        }
        json.name("change").beginObject();
        for (Map.Entry<String, MeanDifference> change : row.changes().entrySet()) {
            json.name(change.getKey()).beginArray();
            number(json, change.getValue().difference());
            number(json, change.getValue().low());
            number(json, change.getValue().high());
            json.endArray();
        }
        json.endObject();
        json.name("gateOrder").value(row.gateOrder().label());
        json.name("gateError").value(row.gateError().label());
        json.name("users").value(row.users());
        json.name("relevant").value(row.relevant());
        json.name("seeds").value(row.seeds());
        json.endObject();
    }

    private static void number(JsonWriter json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.value(value);
        } else {
            json.nullValue();
        }
    }

    static String markdown(OrderDataset data, OrderArguments arguments, List<OrderRow> rows) {
        StringBuilder page = new StringBuilder();
        page.append("# Lists over the whole catalogue\n\n");
        page.append(String.format(
                Locale.ROOT,
                "%,d choices of warm users, %,d items, %s. Figures are means over %d seeds (levels 0 and all: one). Changes"
                        + " are against real-only-best of the same level, with a 95 %% interval from a paired bootstrap over"
                        + " users; above zero is better.%n%n",
                data.warmChoices(),
                data.itemIds().size(),
                data.heldOut(),
                arguments.seeds()));
        page.append(
                "The answers were recorded from a language model that knows this catalogue from its training text, as it"
                        + " knows any public one: gains on a catalogue that no text ever described will be smaller.\n\n");
        page.append(
                "| level | arm | NDCG@10 | P@10 | change of P@10 | R@50 | weighted R@50 | matched AUC | concordance |"
                        + " coverage | popularity | gate, order | gate, error |\n");
        page.append("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (OrderRow row : rows) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %.0f | %.0f | %s | %s |%n",
                    row.level(),
                    row.arm().label(),
                    figure(row, OrderCell.name(ListJudgement.Figure.NDCG10)),
                    figure(row, OrderCell.name(ListJudgement.Figure.PRECISION10)),
                    change(row.changes().get(OrderCell.name(ListJudgement.Figure.PRECISION10))),
                    figure(row, OrderCell.name(ListJudgement.Figure.RECALL50)),
                    figure(row, OrderCell.name(ListJudgement.Figure.IPS_RECALL50)),
                    figure(row, OrderCell.name(ListJudgement.Figure.MATCHED_AUC)),
                    figure(row, OrderCell.CONCORDANCE),
                    row.figures().get(OrderCell.COVERAGE),
                    row.figures().get(OrderCell.POPULARITY),
                    row.gateOrder().label(),
                    row.gateError().label()));
        }
        return page.toString();
    }

    private static String figure(OrderRow row, String name) {
        double value = row.figures().getOrDefault(name, Double.NaN);
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String change(@Nullable MeanDifference change) {
        return change == null
                ? ""
                : String.format(
                        Locale.ROOT, "%+.3f (%+.3f to %+.3f)", change.difference(), change.low(), change.high());
    }
}
