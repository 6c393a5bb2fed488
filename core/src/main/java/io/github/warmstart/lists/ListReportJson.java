// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import com.squareup.moshi.JsonWriter;
import io.github.warmstart.choice.gate.OrderVerdict;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.statistics.MeanDifference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import okio.Buffer;

/** Writes a {@link ListReport} as a JSON object, fields in a fixed order. A figure that is not finite is null. */
final class ListReportJson {

    private final JsonWriter json;

    private ListReportJson(JsonWriter json) {
        this.json = json;
    }

    static String write(ListReport report) {
        Buffer buffer = new Buffer();
        try (JsonWriter writer = JsonWriter.of(buffer)) {
            writer.setIndent("  ");
            writer.setSerializeNulls(true);
            new ListReportJson(writer).report(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.readUtf8() + "\n";
    }

    private void report(ListReport report) throws IOException {
        json.beginObject();
        ListReport.Setting setting = report.setting();
        json.name("libraryVersion").value(setting.libraryVersion());
        json.name("javaVersion").value(setting.javaVersion());
        json.name("started").value(setting.started().toString());
        json.name("durationMillis").value(setting.duration().toMillis());
        json.name("seed").value(setting.seed());
        json.name("budget").value(setting.budget());
        ListReport.Data data = report.data();
        json.name("data").beginObject();
        json.name("users").value(data.users());
        json.name("items").value(data.items());
        json.name("pairs").value(data.pairs());
        json.name("newcomers").value(data.newcomers());
        json.name("catalogItems").value(data.catalogItems());
        json.name("skippedRows").value(data.read().skipped());
        json.endObject();
        json.name("rounds").beginArray();
        for (ListReport.Round round : report.rounds()) {
            round(round);
        }
        json.endArray();
        json.name("errorVerdict").value(report.errorVerdict());
        json.name("orderVerdicts").beginArray();
        for (OrderVerdict verdict : report.verdicts()) {
            verdict(verdict);
        }
        json.endArray();
        learned(report);
        json.name("spending").beginObject();
        json.name("requests").value(report.spending().requests());
        usage(report.spending().usage());
        number("cost", report.spending().cost().orElse(Double.NaN));
        json.name("currency").value(report.spending().currency());
        json.endObject();
        json.endObject();
    }

    private void round(ListReport.Round round) throws IOException {
        json.beginObject();
        json.name("kind").value(round.label());
        json.name("requests").value(round.requests());
        json.name("sent").value(round.sent());
        json.name("items").value(round.items());
        json.name("signals").value(round.signals());
        json.name("rejected").beginObject();
        for (Map.Entry<RejectionReason, Integer> count : new TreeMap<>(round.rejected()).entrySet()) {
            json.name(count.getKey().label()).value(count.getValue());
        }
        json.endObject();
        usage(round.usage());
        json.name("note").value(round.note());
        json.endObject();
    }

    private void verdict(OrderVerdict verdict) throws IOException {
        json.beginObject();
        json.name("signal").value(verdict.signal().name().toLowerCase(Locale.ROOT));
        number("weight", verdict.weight());
        json.name("reason").value(verdict.reason());
        difference("logShare", verdict.logShare());
        difference("hits", verdict.hits());
        json.endObject();
    }

    private void difference(String name, MeanDifference difference) throws IOException {
        json.name(name).beginObject();
        number("difference", difference.difference());
        number("lower", difference.lowerBound());
        number("upper", difference.upperBound());
        json.name("users").value(difference.users());
        json.endObject();
    }

    private void learned(ListReport report) throws IOException {
        json.name("affinity").value(report.learned().affinity());
        json.name("affinities").beginObject();
        for (Map.Entry<String, Double> tried : report.learned().affinities().entrySet()) {
            number(tried.getKey(), tried.getValue());
        }
        json.endObject();
        json.name("weights").beginObject();
        for (Map.Entry<String, Double> weight : report.learned().weights().entrySet()) {
            number(weight.getKey(), weight.getValue());
        }
        json.endObject();
        number("exposureSlope", report.learned().exposureSlope());
        json.name("hiddenFrom").value(report.learned().hiddenFrom());
    }

    private void usage(Usage usage) throws IOException {
        json.name("calls").value(usage.calls());
        json.name("inputTokens").value(usage.inputTokens());
        json.name("outputTokens").value(usage.outputTokens());
    }

    private void number(String name, double value) throws IOException {
        json.name(name);
        if (Double.isFinite(value)) {
            json.value(value);
        } else {
            json.nullValue();
        }
    }
}
