// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import okio.Buffer;

/** Writer of the results as JSON. Undefined figures are null. */
final class JsonOutput {

    private final JsonWriter json;

    private JsonOutput(JsonWriter json) {
        this.json = json;
    }

    static String write(Dataset data, EvaluateArguments arguments, List<Row> rows) throws IOException {
        Buffer buffer = new Buffer();
        try (JsonWriter writer = JsonWriter.of(buffer)) {
            writer.setIndent(" ");
            writer.setSerializeNulls(true);
            new JsonOutput(writer).all(data, arguments, rows);
        }
        return buffer.readUtf8() + "\n";
    }

    private void all(Dataset data, EvaluateArguments arguments, List<Row> rows) throws IOException {
        json.beginObject();
        json.name("protocol").value(1);
        json.name("dataset").beginObject();
        json.name("ratings").value(data.ratings());
        json.name("warmRatings").value(data.warmRatings());
        json.name("catalogItems").value(data.catalog().size());
        json.name("coldUsers").value(data.coldUsers().size());
        json.name("scale").value(data.scale().toString());
        json.endObject();
        json.name("seed").value(arguments.seed());
        json.name("seeds").value(arguments.seeds());
        json.name("recommender").value(Arms.recommender(arguments.seed()).toString());
        json.name("results").beginArray();
        for (Row row : rows) {
            row(row);
        }
        json.endArray();
        json.endObject();
    }

    private void row(Row row) throws IOException {
        json.beginObject();
        json.name("part").value(row.part());
        json.name("level");
        if (row.level().limit().isPresent()) {
            json.value(row.level().limit().getAsInt());
        } else {
            json.value("all");
        }
        json.name("arm").value(row.arm().label());
        json.name("policy").value(row.policy().orElse(null));
        number("askedShare", row.askedShare());
        number("rmseMacro", row.rmseMacro());
        number("rmseMicro", row.rmseMicro());
        number("rmseAsked", row.rmseAsked());
        number("rmseUnasked", row.rmseUnasked());
        number("mae", row.mae());
        number("ndcg10", row.ndcg10());
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
