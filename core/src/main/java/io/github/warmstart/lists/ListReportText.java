// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import io.github.warmstart.choice.gate.OrderVerdict;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a {@link ListReport} for people. */
final class ListReportText {

    private final StringBuilder text = new StringBuilder();

    private ListReportText() {}

    static String write(ListReport report) {
        ListReportText writer = new ListReportText();
        writer.report(report);
        return writer.text.toString();
    }

    private void report(ListReport report) {
        ListReport.Data data = report.data();
        line("Warm start from interactions, Warmstart %s", report.setting().libraryVersion());
        line(
                "Data: %d users, %d items, %d pairs; %d newcomers; %d items in the catalogue",
                data.users(), data.items(), data.pairs(), data.newcomers(), data.catalogItems());
        line("");
        line("Questions");
        for (ListReport.Round round : report.rounds()) {
            round(round);
        }
        line("");
        line("Verdict on error: %s", report.errorVerdict());
        line("Verdict on order");
        if (report.verdicts().isEmpty()) {
            line("  no answers, so nothing to judge: lists are made from interactions and attributes");
        }
        for (OrderVerdict verdict : report.verdicts()) {
            boolean measured = verdict.logShare().users() > 0;
            line(
                    "  %s",
                    measured
                            ? verdict.toString()
                            : String.format(
                                    Locale.ROOT,
                                    "%s: weight %.1f, %s",
                                    verdict.signal().name().toLowerCase(Locale.ROOT),
                                    verdict.weight(),
                                    verdict.reason()));
        }
        line("");
        line("Weights of the parts of a score (affinity: %s)", report.learned().affinity());
        report.learned().weights().forEach((name, weight) -> line("  %-12s %+.3f", name, weight));
        line("");
        ListReport.Spending spending = report.spending();
        line(
                "Spent: %d requests, %d tokens%s",
                spending.requests(),
                spending.usage().tokens(),
                spending.cost().isPresent()
                        ? String.format(
                                Locale.ROOT, ", %.4f %s", spending.cost().getAsDouble(), spending.currency())
                        : "");
    }

    private void round(ListReport.Round round) {
        line(
                "  %-10s %d of %d requests sent, %d items, %d signals accepted%s",
                round.label(),
                round.sent(),
                round.requests(),
                round.items(),
                round.signals(),
                round.rejected().isEmpty()
                        ? ""
                        : ", rejected: "
                                + new TreeMap<>(round.rejected())
                                        .entrySet().stream()
                                                .map(ListReportText::count)
                                                .collect(Collectors.joining(", ")));
        if (!round.note().isEmpty()) {
            line("    note: %s", round.note());
        }
    }

    private static String count(Map.Entry<RejectionReason, Integer> entry) {
        return entry.getValue() + " " + entry.getKey().label();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
