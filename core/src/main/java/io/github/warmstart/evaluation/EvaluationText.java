// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.Usage;
import java.util.List;
import java.util.Locale;

/** Text form of an evaluation report. */
final class EvaluationText {

    private static final int RANKS = 10;

    private final StringBuilder page = new StringBuilder();

    private EvaluationText() {}

    static String write(EvaluationReport report) {
        EvaluationText text = new EvaluationText();
        text.line(
                "%,d users made cold with %d ratings each, judged by %,d held-out ratings of theirs",
                report.coldUsers(), report.knownRatings(), report.heldOutRatings());
        text.line(
                "%9s  %9s  %10s  %8s  %19s  %7s  %17s  %7s",
                "visible", "real-only", "warm start", "change", "95 % interval", "p", "NDCG@" + RANKS, "applied");
        report.levels().forEach(text::level);
        text.line("Errors are RMSE in rating units, the mean over users and seeds; intervals are over users.");
        text.line("p is adjusted for the number of levels. Below zero is better.");
        report.levels().forEach(text::withheld);
        text.spending(report);
        return text.page.toString();
    }

    private void level(EvaluationReport.Level level) {
        line(
                "%,9.0f  %9.4f  %10.4f  %+7.2f%%  %+8.2f%% %+8.2f%%  %7.4f  %7.4f > %7.4f  %3d of %d",
                level.visibleRatings(),
                level.change().before(),
                level.change().after(),
                100 * level.change().change(),
                100 * level.change().low(),
                100 * level.change().high(),
                level.adjustedPValue(),
                level.realOnly(metrics -> metrics.ndcg(RANKS)),
                level.warmStart(metrics -> metrics.ndcg(RANKS)),
                level.applied(),
                level.runs().size());
    }

    private void withheld(EvaluationReport.Level level) {
        for (EvaluationReport.Run run : level.runs()) {
            if (!run.applied()) {
                line("Withheld at %,d ratings, seed %d:", run.visibleRatings(), run.seed());
                line("  %s", run.report().reason());
            }
        }
    }

    private void spending(EvaluationReport report) {
        Usage usage = report.usage();
        List<WarmStartReport.Spending> priced = report.levels().stream()
                .flatMap(level -> level.runs().stream())
                .map(run -> run.report().spending())
                .filter(spending -> spending.cost().isPresent())
                .toList();
        line(
                "Spent: %,d calls, %,d input tokens (%,d cached), %,d output tokens%s",
                usage.calls(),
                usage.inputTokens(),
                usage.cachedTokens(),
                usage.outputTokens(),
                priced.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %.4f %s",
                                priced.stream()
                                        .mapToDouble(spending -> spending.cost().orElse(0))
                                        .sum(),
                                priced.get(0).currency()));
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
