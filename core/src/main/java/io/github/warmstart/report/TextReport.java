// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.signal.Usage;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a report as a page of text. */
final class TextReport {

    private final StringBuilder page = new StringBuilder();

    private TextReport() {}

    static String write(WarmStartReport report) {
        TextReport text = new TextReport();
        text.line(
                "Warm start: %s", report.result().applied() ? "APPLIED" : "WITHHELD, the real-only model was returned");
        text.line("  %s", report.result().reason());
        text.data(report.data());
        report.rounds().forEach(text::round);
        report.calibrations().forEach(text::calibration);
        report.verdicts().forEach(text::verdict);
        text.line(
                "Returned: %d item priors, %d pseudo ratings, trust %s",
                report.result().priors(),
                report.result().pseudoRatings(),
                report.result().trust().isEmpty()
                        ? "none"
                        : report.result().trust().entrySet().stream()
                                .map(e -> String.format(
                                        Locale.ROOT, "%s %.2f", e.getKey().label(), e.getValue()))
                                .collect(Collectors.joining(", ")));
        text.spending(report.spending());
        text.setting(report.setting());
        return text.page.toString();
    }

    private void data(WarmStartReport.Data data) {
        line(
                "Ratings: %,d of %,d users for %,d items on %s; %,d cold users; %,d items in the catalogue",
                data.ratings(), data.users(), data.items(), data.scale(), data.coldUsers(), data.catalogItems());
        if (data.read().skipped() > 0 || data.read().duplicates() > 0) {
            line(
                    "  %,d rows read, %,d bad rows skipped, %,d duplicates settled",
                    data.read().rows(), data.read().skipped(), data.read().duplicates());
            data.read().examples().forEach(row -> line("  skipped: %s", row));
        }
    }

    private void round(RoundReport round) {
        line(
                "Round %d, %s: %d of %d requests sent, %,d items asked, %,d signals received%s",
                round.number(),
                round.purpose(),
                round.sent(),
                round.planned(),
                round.asked(),
                round.received(),
                counts("; rejected: ", round.rejected()));
        if (!round.outcomes().isEmpty()) {
            line("  outcomes: %s", counts("", round.outcomes()));
        }
        round.failures().forEach(failure -> line("  not complete: %s", failure));
        if (!round.note().isEmpty()) {
            line("  %s", round.note());
        }
    }

    private static String counts(String prefix, Map<? extends Enum<?>, Integer> counts) {
        return counts.isEmpty()
                ? ""
                : prefix
                        + counts.entrySet().stream()
                                .map(e -> e.getValue() + " "
                                        + e.getKey()
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', ' '))
                                .collect(Collectors.joining(", "));
    }

    private void calibration(Calibration fit) {
        line(
                "Calibration of %s signals on %d pairs (%d subjects): offset %+.2f, slope %.2f +- %.2f, noise %.3f,"
                        + " errors within a subject %.2f, one is worth %.2f ratings",
                fit.kind().label(),
                fit.pairs(),
                fit.subjects(),
                fit.offset(),
                fit.slope(),
                fit.slopeError(),
                fit.noiseVariance(),
                fit.withinSubject(),
                fit.worth());
        if (!fit.informative()) {
            line("  cannot be told from noise: not used");
        }
    }

    private void verdict(GateVerdict verdict) {
        line(
                "Gate on %s: %s",
                verdict.kinds().stream().map(kind -> kind.label()).collect(Collectors.joining(" + ")),
                verdict.passed() ? "passed" : "not passed");
        verdict.trial()
                .ifPresent(trial -> line(
                        "  hidden real ratings: RMSE %.4f real-only, %.4f with signals, change %+.2f %% [%+.2f, %+.2f]",
                        trial.before(), trial.after(), 100 * trial.change(), 100 * trial.low(), 100 * trial.high()));
        line("  %s", verdict.reason());
    }

    private void spending(WarmStartReport.Spending spending) {
        Usage usage = spending.usage();
        line(
                "Spent: %,d requests, %,d calls, %,d input tokens (%,d cached), %,d output tokens%s",
                spending.requests(),
                usage.calls(),
                usage.inputTokens(),
                usage.cachedTokens(),
                usage.outputTokens(),
                spending.cost().isPresent()
                        ? String.format(
                                Locale.ROOT, ", %.4f %s", spending.cost().getAsDouble(), spending.currency())
                        : "");
    }

    private void setting(WarmStartReport.Setting setting) {
        line("Learner: %s; policy: %s; budget: %s", setting.recommender(), setting.policy(), setting.budget());
        line(
                "Seed %d; started %s; took %.1f s; warmstart %s on Java %s",
                setting.seed(),
                setting.started(),
                setting.duration().toMillis() / 1000.0,
                setting.libraryVersion(),
                setting.javaVersion());
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
