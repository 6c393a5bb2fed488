// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.internal.text.CleanText;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.Guardrail;
import io.github.warmstart.trust.SignalEvidence;
import io.github.warmstart.trust.SyntheticShare;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writer of a report as a page of text. Text from generators, sources and policies is shortened and cleaned, so that it
 * cannot forge a line. Bad rows are reported by location and rule, without the value, which may be an id or a rating.
 */
final class TextReport {

    private static final int WIDTH = 120;
    /** Maximum length of an untrusted text, in code points. */
    private static final int MAX_LENGTH = 300;

    private final StringBuilder page = new StringBuilder();

    private TextReport() {}

    static String write(WarmStartReport report) {
        TextReport text = new TextReport();
        text.result(report);
        text.data(report.data());
        report.rounds().forEach(text::round);
        report.calibrations().forEach(text::calibration);
        report.verdicts().forEach(text::verdict);
        text.spending(report.spending());
        text.setting(report.setting());
        return text.page.toString();
    }

    private void result(WarmStartReport report) {
        WarmStartReport.Result result = report.result();
        line(
                "Warm start: %s",
                result.applied()
                        ? "APPLIED, the returned model was trained on ratings and signals"
                        : "WITHHELD, the returned model is the one without signals");
        line("  why: %s", clean(report.reason()));
        if (result.applied()) {
            line("  used: priors of %,d items, %,d pseudo ratings of users", result.priors(), result.pseudoRatings());
            SyntheticShare share = result.share();
            line(
                    "  signals are %.0f %% of the training information%s",
                    100 * share.after(),
                    share.after() < share.before()
                            ? String.format(Locale.ROOT, ", capped from %.0f %%", 100 * share.before())
                            : "");
        }
        if (!result.effectiveRatings().isEmpty()) {
            line(
                    "  their information equals that of %,.0f real ratings: %s",
                    result.effectiveRatings().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum(),
                    result.effectiveRatings().entrySet().stream()
                            .map(e -> String.format(
                                    Locale.ROOT, "%s signals %,.1f", e.getKey().label(), e.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        if (result.judgedUsers() > 0) {
            line(
                    "  checked against own ratings: %,d users, signals unreliable for %,d",
                    result.judgedUsers(), result.doubtedUsers());
        }
        if (!result.trust().isEmpty()) {
            line(
                    "  trust, from 0 (not used) to 1: %s",
                    result.trust().entrySet().stream()
                            .map(e -> String.format(
                                    Locale.ROOT, "%s signals %.2f", e.getKey().label(), e.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private void data(WarmStartReport.Data data) {
        line(
                "Ratings: %,d by %,d users of %,d items, scale %s; %,d cold users; %,d items in the catalogue",
                data.ratings(), data.users(), data.items(), data.scale(), data.coldUsers(), data.catalogItems());
        line("  %s", data.joins());
        data.joins().warnings().forEach(warning -> line("  warning: %s", clean(warning)));
        if (data.coldUsers() > 0) {
            line(
                    "  weight of a cold user's rating: %.2f (%s)",
                    data.firstRatings().weight(),
                    data.firstRatings().users() == 0
                            ? "assumed: no warm user's first ratings, ordered by time, to measure it on"
                            : String.format(
                                    Locale.ROOT,
                                    "measured on the first ratings of %,d warm users",
                                    data.firstRatings().users()));
        }
        if (data.read().skipped() > 0 || data.read().duplicates() > 0) {
            line(
                    "  %,d rows read, %,d bad rows skipped, %,d repeated ratings of a pair merged",
                    data.read().rows(), data.read().skipped(), data.read().duplicates());
        }
        if (data.read().notRated() > 0) {
            line("  %,d rows are marked as not rated", data.read().notRated());
        }
        if (data.read().skipped() > 0) {
            data.read()
                    .examples()
                    .forEach(row ->
                            line("  skipped: %s", clean(row.location() + ": " + row.column() + " " + row.rule())));
        }
    }

    private void round(RoundReport round) {
        String asked = round.planned() == 0
                ? "nothing was asked"
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d requests sent, %,d items asked, %,d signals accepted",
                        round.sent(),
                        round.planned(),
                        round.asked(),
                        round.received());
        line("Round %d, %s: %s", round.number(), words(round.purpose()), asked);
        if (round.planned() > 0 && round.expectedGain() > 0) {
            line("  expected to lower the squared error of cold users by %.2f %%", 100 * round.expectedGain());
        }
        if (!round.rejected().isEmpty()) {
            line("  not accepted: %s", counts(round.rejected()));
        }
        round.diversity().ifPresent(figures -> line("  diversity: %s", figures.inWords()));
        if (!round.outcomes().isEmpty()) {
            line("  requests by outcome: %s", counts(round.outcomes()));
        }
        round.failures().forEach(failure -> line("  not complete: %s", clean(failure)));
        String note = round.inWords();
        if (!note.isEmpty()) {
            line("  note: %s", clean(note));
        }
    }

    private static String words(Purpose purpose) {
        return switch (purpose) {
            case AUDIENCE -> "audience (mean rating of an item)";
            case REPEAT -> "repeat (the same questions in reversed order)";
            case PERSONA -> "persona (about invented users)";
            case PROBE -> "probe (about warm users, whose ratings are known)";
            case USER -> "user (about cold users)";
            case EXPOSURE -> "exposure (share of people who choose an item)";
            case SIMILAR -> "similar items (chosen along with an item)";
            case GRADES -> "grades (of items on attributes)";
            case SHORTLIST -> "shortlist (items that a newcomer would choose and like)";
        };
    }

    private static String counts(Map<? extends Enum<?>, Integer> counts) {
        return counts.entrySet().stream()
                .map(e -> e.getValue() + " "
                        + e.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private void calibration(Calibration fit) {
        boolean audience = fit.kind() == SignalKind.AUDIENCE;
        line(
                "Calibration of %s signals: %s",
                fit.kind().label(),
                audience
                        ? String.format(Locale.ROOT, "compared with the real ratings of %,d items", fit.pairs())
                        : String.format(
                                Locale.ROOT,
                                "compared with %,d real ratings of %,d users",
                                fit.pairs(),
                                fit.subjects()));
        if (fit.assumed()) {
            line("  too few overlapping ratings to calibrate; defaults for an unknown generator are used");
        }
        line(
                "  offset %+.2f (above 0: higher than real ratings), slope %.2f +- %.2f (0: noise), error variance %.3f",
                fit.offset(), fit.slope(), fit.slopeError(), fit.noiseVariance());
        if (!audience) {
            line("  errors about the same user correlate by %.2f", fit.withinSubject());
        }
        if (fit.informative()) {
            line(
                    "  one signal counts as %.2f real ratings; one real rating counts as %s signals",
                    fit.effectiveRatings(),
                    String.format(
                            Locale.ROOT, fit.effectiveRatings() > 0.1 ? "%,.2f" : "%,.0f", 1 / fit.effectiveRatings()));
        } else {
            line("  indistinguishable from noise: not used");
        }
    }

    private void verdict(GateVerdict verdict) {
        line(
                "Gate on %s signals: %s",
                verdict.kinds().stream().map(SignalKind::label).collect(Collectors.joining(" and ")),
                verdict.passed() ? "passed" : "not passed");
        verdict.evidence().ifPresent(this::evidence);
        verdict.trial().ifPresent(trial -> {
            line("  RMSE on held-out real ratings: %.4f without, %.4f with signals", trial.before(), trial.after());
            line(
                    "  change %+.2f %%, 95 %% interval %+.2f to %+.2f %%",
                    100 * trial.change(), 100 * trial.low(), 100 * trial.high());
        });
        verdict.power()
                .filter(power -> power.standardError() > 0)
                .ifPresent(power -> line(
                        "  power: 80 %% for a gain of %.2f %%; %.0f %% for a gain as large as the one observed",
                        100 * power.detectableGain(), 100 * power.atGainSeen()));
        guardrails(verdict);
        verdict.popularity()
                .ifPresent(popularity -> line(
                        "  popularity of a user's ten best items: %.1f ratings with signals, %.1f without; of rated items %.1f%s",
                        popularity.with() - 1,
                        popularity.before() - 1,
                        popularity.rated() - 1,
                        popularity.excessive() ? ": WARNING, recommendations shift towards popular items" : ""));
        line("  %s", clean(verdict.reason()));
    }

    private void evidence(SignalEvidence evidence) {
        if (evidence.overlap() < SignalEvidence.MIN_OVERLAP) {
            return;
        }
        line(
                "  evidence on %,d items: probability that the answers are informative %.3f (the weight of the signals), permutation test p = %.3f",
                evidence.overlap(), evidence.probability(), evidence.pValue());
        if (evidence.probability() > 0) {
            line(
                    "  expected change of the error: -%.2f %% if they are informative, +%.2f %% if they are not",
                    100 * evidence.gain(), 100 * evidence.harm());
        }
    }

    private void guardrails(GateVerdict verdict) {
        List<Guardrail> tested =
                verdict.guardrails().stream().filter(Guardrail::tested).toList();
        tested.stream()
                .max(Comparator.comparingDouble(Guardrail::low).thenComparingDouble(Guardrail::change))
                .ifPresent(worst -> line(
                        "  guardrails: %d of %d groups significantly worse; worst is '%s' with %+.2f %%, lower bound %+.2f %%",
                        verdict.broken().size(),
                        tested.size(),
                        clean(worst.group()),
                        100 * worst.change(),
                        100 * worst.low()));
        if (tested.size() < verdict.guardrails().size()) {
            line(
                    "  too few users or ratings to test: %s",
                    clean(verdict.guardrails().stream()
                            .filter(group -> !group.tested())
                            .map(Guardrail::group)
                            .collect(Collectors.joining(", "))));
        }
    }

    private void spending(WarmStartReport.Spending spending) {
        Usage usage = spending.usage();
        line(
                "Spent: %,d requests counted against the budget, %,d calls reported by the generator, %,d input tokens"
                        + " (%,d of them cached), %,d output tokens%s",
                spending.requests(),
                usage.calls(),
                usage.inputTokens(),
                usage.cachedTokens(),
                usage.outputTokens(),
                spending.cost().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                ", cost %.4f %s",
                                spending.cost().getAsDouble(),
                                clean(spending.currency()))
                        : "");
    }

    private void setting(WarmStartReport.Setting setting) {
        line("Learner: %s", clean(setting.recommender()));
        line("Policy: %s; budget: %s; seed: %d", clean(setting.policy()), clean(setting.budget()), setting.seed());
        line(
                "Started %s, took %.1f s, by warmstart %s on Java %s",
                setting.started(),
                setting.duration().toMillis() / 1000.0,
                setting.libraryVersion(),
                setting.javaVersion());
    }

    /** Appends a line; long lines are wrapped and indented. */
    private void line(String format, Object... values) {
        String rest = String.format(Locale.ROOT, format, values);
        String indent = rest.startsWith("  ") ? "      " : "    ";
        while (rest.length() > WIDTH) {
            int blank = rest.lastIndexOf(' ', WIDTH);
            if (blank <= indent.length()) {
                break;
            }
            page.append(rest, 0, blank).append('\n');
            rest = indent + rest.substring(blank + 1);
        }
        page.append(rest).append('\n');
    }

    /** Untrusted text on one line, shortened. */
    private static String clean(String text) {
        return CleanText.of(text, MAX_LENGTH);
    }
}
