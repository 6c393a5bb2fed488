// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import com.squareup.moshi.JsonWriter;
import io.github.warmstart.quality.Diversity;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.statistics.Power;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.Guardrail;
import io.github.warmstart.trust.PopularityShift;
import io.github.warmstart.trust.SignalEvidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import okio.Buffer;

/**
 * Writer of a report as a JSON object, fields in a fixed order. NaN and infinity, which JSON lacks, become null. Bad rows are
 * reported by location and rule, without the value, which may be an id or a rating.
 */
final class JsonReport {

    private final JsonWriter json;

    private JsonReport(JsonWriter json) {
        this.json = json;
    }

    static String write(WarmStartReport report) {
        Buffer buffer = new Buffer();
        try (JsonWriter writer = JsonWriter.of(buffer)) {
            writer.setIndent("  ");
            writer.setSerializeNulls(true);
            new JsonReport(writer).report(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.readUtf8() + "\n";
    }

    private void report(WarmStartReport report) throws IOException {
        json.beginObject();
        json.name("applied").value(report.result().applied());
        json.name("reason").value(report.reason());
        json.name("trust").beginObject();
        for (var trust : report.result().trust().entrySet()) {
            number(trust.getKey().label(), trust.getValue());
        }
        json.endObject();
        json.name("priors").value(report.result().priors());
        json.name("pseudoRatings").value(report.result().pseudoRatings());
        number("syntheticShareBeforeCap", report.result().share().before());
        number("syntheticShare", report.result().share().after());
        json.name("standForRatings").beginObject();
        for (var kind : report.result().effectiveRatings().entrySet()) {
            number(kind.getKey().label(), kind.getValue());
        }
        json.endObject();
        json.name("judgedUsers").value(report.result().judgedUsers());
        json.name("doubtedUsers").value(report.result().doubtedUsers());
        data(report.data());
        json.name("rounds").beginArray();
        for (RoundReport round : report.rounds()) {
            round(round);
        }
        json.endArray();
        json.name("calibrations").beginArray();
        for (Calibration calibration : report.calibrations()) {
            calibration(calibration);
        }
        json.endArray();
        json.name("verdicts").beginArray();
        for (GateVerdict verdict : report.verdicts()) {
            verdict(verdict);
        }
        json.endArray();
        WarmStartReport.Spending spending = report.spending();
        json.name("spending").beginObject();
        json.name("requests").value(spending.requests());
        usage(spending.usage());
        if (spending.cost().isPresent()) {
            number("cost", spending.cost().getAsDouble());
            json.name("currency").value(spending.currency());
        }
        json.endObject();
        setting(report.setting());
        json.endObject();
    }

    private void data(WarmStartReport.Data data) throws IOException {
        json.name("data").beginObject();
        json.name("scale").value(data.scale().toString());
        json.name("users").value(data.users());
        json.name("items").value(data.items());
        json.name("ratings").value(data.ratings());
        json.name("coldUsers").value(data.coldUsers());
        json.name("catalogItems").value(data.catalogItems());
        json.name("ratedItemsInCatalog").value(data.joins().joinedItems());
        json.name("namedColdUsers").value(data.joins().namedUsers());
        json.name("namedColdUsersWithRatings").value(data.joins().joinedUsers());
        json.name("joinWarnings").beginArray();
        for (String warning : data.joins().warnings()) {
            json.value(warning);
        }
        json.endArray();
        json.name("firstRatingWeight").value(data.firstRatings().weight());
        json.name("firstRatingUsers").value(data.firstRatings().users());
        json.name("rowsRead").value(data.read().rows());
        json.name("rowsSkipped").value(data.read().skipped());
        json.name("duplicates").value(data.read().duplicates());
        json.name("notRated").value(data.read().notRated());
        json.name("skippedExamples").beginArray();
        for (BadRow row : data.read().examples()) {
            json.value("%s: %s %s".formatted(row.location(), row.column(), row.rule()));
        }
        json.endArray();
        json.endObject();
    }

    private void round(RoundReport round) throws IOException {
        json.beginObject();
        json.name("number").value(round.number());
        json.name("purpose").value(round.purpose().label());
        json.name("requestsPlanned").value(round.planned());
        json.name("requestsSent").value(round.sent());
        json.name("asked").value(round.asked());
        json.name("received").value(round.received());
        counts("rejected", round.rejected());
        counts("outcomes", round.outcomes());
        json.name("failures").beginArray();
        for (String failure : round.failures()) {
            json.value(failure);
        }
        json.endArray();
        usage(round.usage());
        number("expectedGain", round.expectedGain());
        json.name("note").value(round.inWords());
        if (round.diversity().isPresent()) {
            diversity(round.diversity().get());
        }
        json.endObject();
    }

    private void diversity(Diversity figures) throws IOException {
        json.name("diversity").beginObject();
        json.name("kind").value(figures.kind().label());
        json.name("signals").value(figures.signals());
        json.name("freedom").value(figures.freedom());
        number("spread", figures.spread());
        number("spreadError", figures.spreadError());
        number("spreadRatio", figures.spreadRatio());
        number("tailShare", figures.tailShare());
        number("realTailShare", figures.realTailShare());
        json.name("distinct").value(figures.distinct());
        number("commonest", figures.commonest());
        json.endObject();
    }

    private void counts(String name, Map<? extends Enum<?>, Integer> counts) throws IOException {
        json.name(name).beginObject();
        for (var count : counts.entrySet()) {
            json.name(count.getKey().name().toLowerCase(Locale.ROOT)).value(count.getValue());
        }
        json.endObject();
    }

    private void usage(Usage usage) throws IOException {
        json.name("calls").value(usage.calls());
        json.name("inputTokens").value(usage.inputTokens());
        json.name("cachedTokens").value(usage.cachedTokens());
        json.name("outputTokens").value(usage.outputTokens());
    }

    private void calibration(Calibration fit) throws IOException {
        json.beginObject();
        json.name("kind").value(fit.kind().label());
        json.name("pairs").value(fit.pairs());
        json.name("subjects").value(fit.subjects());
        number("offset", fit.offset());
        number("slope", fit.slope());
        number("slopeError", fit.slopeError());
        number("noiseVariance", fit.noiseVariance());
        number("withinSubject", fit.withinSubject());
        json.name("assumed").value(fit.assumed());
        number("probability", fit.probability());
        number("effectiveRatings", fit.effectiveRatings());
        number("signalsPerRating", 1 / fit.effectiveRatings());
        json.name("informative").value(fit.informative());
        json.endObject();
    }

    private void verdict(GateVerdict verdict) throws IOException {
        json.beginObject();
        json.name("kinds").beginArray();
        for (var kind : verdict.kinds()) {
            json.value(kind.label());
        }
        json.endArray();
        json.name("passed").value(verdict.passed());
        json.name("reason").value(verdict.reason());
        if (verdict.evidence().isPresent()) {
            SignalEvidence evidence = verdict.evidence().get();
            json.name("overlap").value(evidence.overlap());
            number("probability", evidence.probability());
            number("permutationP", evidence.pValue());
            number("expectedGainPct", 100 * evidence.gain());
            number("expectedHarmPct", 100 * evidence.harm());
        }
        if (verdict.trial().isPresent()) {
            var trial = verdict.trial().get();
            number("rmseBefore", trial.before());
            number("rmseWithSignals", trial.after());
            number("changePct", 100 * trial.change());
            json.name("ci95").beginArray();
            number(100 * trial.low());
            number(100 * trial.high());
            json.endArray();
            number("boundPct", 100 * trial.bound());
            json.name("users").value(trial.users());
            json.name("ratings").value(trial.ratings());
        }
        if (verdict.power().isPresent()) {
            Power power = verdict.power().get();
            number("standardErrorPct", 100 * power.standardError());
            number("detectableGainPct", 100 * power.detectableGain());
            number("powerAtGainSeen", power.atGainSeen());
        }
        if (verdict.popularity().isPresent()) {
            PopularityShift popularity = verdict.popularity().get();
            number("popularityBefore", popularity.before());
            number("popularityWithSignals", popularity.with());
            number("popularityRated", popularity.rated());
        }
        if (!verdict.guardrails().isEmpty()) {
            json.name("guardrails").beginArray();
            for (Guardrail guardrail : verdict.guardrails()) {
                guardrail(guardrail);
            }
            json.endArray();
        }
        json.endObject();
    }

    private void guardrail(Guardrail guardrail) throws IOException {
        json.beginObject();
        json.name("group").value(guardrail.group());
        json.name("users").value(guardrail.users());
        json.name("ratings").value(guardrail.ratings());
        number("changePct", 100 * guardrail.change());
        number("lowPct", 100 * guardrail.low());
        number("level", guardrail.level());
        json.name("tested").value(guardrail.tested());
        json.name("broken").value(guardrail.broken());
        json.endObject();
    }

    private void number(String name, double value) throws IOException {
        json.name(name);
        number(value);
    }

    private void number(String name, OptionalDouble value) throws IOException {
        number(name, value.orElse(Double.NaN));
    }

    private void number(double value) throws IOException {
        if (Double.isFinite(value)) {
            json.value(value);
        } else {
            json.nullValue();
        }
    }

    private void setting(WarmStartReport.Setting setting) throws IOException {
        json.name("setting").beginObject();
        json.name("libraryVersion").value(setting.libraryVersion());
        json.name("javaVersion").value(setting.javaVersion());
        json.name("started").value(setting.started().toString());
        json.name("durationMillis").value(setting.duration().toMillis());
        json.name("seed").value(setting.seed());
        json.name("recommender").value(setting.recommender());
        json.name("policy").value(setting.policy());
        json.name("budget").value(setting.budget());
        json.endObject();
    }
}
