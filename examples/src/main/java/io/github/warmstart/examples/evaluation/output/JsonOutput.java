// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.output;

import com.squareup.moshi.JsonWriter;
import io.github.warmstart.examples.evaluation.error.Arms;
import io.github.warmstart.examples.evaluation.error.Row;
import io.github.warmstart.examples.evaluation.order.OrderRow;
import io.github.warmstart.examples.evaluation.setup.DatasetFacts;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.statistics.MeanDifference;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import okio.Buffer;

/** Writer of the results as JSON. Undefined figures are null. */
public final class JsonOutput {

    private final JsonWriter json;

    private JsonOutput(JsonWriter json) {
        this.json = json;
    }

    /**
     * All results.
     *
     * @throws IOException never
     */
    public static String write(EvaluateArguments arguments, EvaluationResults results) throws IOException {
        Buffer buffer = new Buffer();
        try (JsonWriter writer = JsonWriter.of(buffer)) {
            writer.setIndent(" ");
            writer.setSerializeNulls(true);
            new JsonOutput(writer).all(arguments, results);
        }
        return buffer.readUtf8() + "\n";
    }

    private void all(EvaluateArguments arguments, EvaluationResults results) throws IOException {
        json.beginObject();
        json.name("protocol").value(1);
        json.name("dataset").beginObject();
        DatasetFacts facts = results.facts();
        json.name("kind").value(facts.kind());
        json.name("ratings").value(facts.ratings());
        json.name("warmRatings").value(facts.warmRatings());
        json.name("catalogItems").value(facts.catalogItems());
        json.name("coldUsers").value(facts.coldUsers());
        json.name("scale").value(facts.scale().orElse(null));
        json.endObject();
        json.name("seed").value(arguments.seed());
        json.name("seeds").value(arguments.seeds());
        json.name("recommender")
                .value(results.ofRatings() ? Arms.recommender(arguments.seed()).toString() : null);
        json.name("results").beginArray();
        for (Row row : results.rows()) {
            row(row);
        }
        for (OrderRow row : results.orderRows()) {
            row(row);
        }
        json.endArray();
        json.endObject();
    }

    private void row(Row row) throws IOException {
        json.beginObject();
        json.name("part").value(row.part());
        level(row.level());
        json.name("arm").value(row.arm().label());
        json.name("policy").value(row.policy().orElse(null));
        number("askedShare", row.askedShare());
        number("rmseMacro", row.rmseMacro());
        number("rmseMicro", row.rmseMicro());
        number("rmseAsked", row.rmseAsked());
        number("rmseUnasked", row.rmseUnasked());
        number("mae", row.mae());
        number("ndcg10Own", row.ndcg10());
        number("changePct", row.change().map(change -> 100 * change.change()).orElse(0.0));
        json.name("ci95").beginArray();
        number(row.change().map(change -> 100 * change.low()).orElse(0.0));
        number(row.change().map(change -> 100 * change.high()).orElse(0.0));
        json.endArray();
        number("prompts", row.prompts());
        number("signalsAsked", row.signalsAsked());
        number("signalsKept", row.signalsKept());
        json.name("gate").value(row.gate().name().toLowerCase(Locale.ROOT));
        json.name("users").value(row.users());
        json.name("testRatings").value(row.testRatings());
        json.name("seeds").value(row.seeds());
        json.endObject();
    }

    private void row(OrderRow row) throws IOException {
        json.beginObject();
        json.name("part").value(EvaluateArguments.ORDER);
        level(row.level());
        json.name("arm").value(row.arm().label());
        for (Map.Entry<String, Double> figure : row.figures().entrySet()) {
            number(figure.getKey(), figure.getValue());
        }
        json.name("change").beginObject();
        for (Map.Entry<String, MeanDifference> change : row.changes().entrySet()) {
            json.name(change.getKey()).beginArray();
            number(change.getValue().difference());
            number(change.getValue().low());
            number(change.getValue().high());
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

    private void level(Level level) throws IOException {
        json.name("level");
        if (level.limit().isPresent()) {
            json.value(level.limit().getAsInt());
        } else {
            json.value("all");
        }
    }

    private void number(String name, double value) throws IOException {
        json.name(name);
        number(value);
    }

    private void number(double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.value((long) value);
        } else if (Double.isFinite(value)) {
            json.value(value);
        } else {
            json.nullValue();
        }
    }
}
