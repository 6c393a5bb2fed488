// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import java.util.List;
import java.util.Locale;

/** Writer of the results as Markdown tables. */
final class MarkdownOutput {

    static final String CAVEAT =
            "The answers were recorded from a language model that knows these movies from its training"
                    + " text, as it knows any public catalogue: gains on a catalogue that no text ever described will be smaller.";

    private final StringBuilder page = new StringBuilder();

    private MarkdownOutput() {}

    static String write(Dataset data, EvaluateArguments arguments, List<Row> rows) {
        MarkdownOutput output = new MarkdownOutput();
        output.line("# Evaluation of warm starts");
        output.line("");
        output.line(introduction(data, arguments));
        output.line("");
        output.line(CAVEAT);
        String part = "";
        for (Row row : rows) {
            if (!row.part().equals(part)) {
                part = row.part();
                output.head(part);
            }
            output.row(row);
        }
        return output.page.toString();
    }

    static String introduction(Dataset data, EvaluateArguments arguments) {
        return String.format(
                Locale.ROOT,
                "%,d real ratings, of which %,d by warm users; %d cold users; %,d movies. Learner: %s. Figures are means over"
                        + " %d seeds (levels 0 and all: one). Changes are against real-only of the same level, with a 95 %% interval"
                        + " from a paired bootstrap over users; below zero is better.",
                data.ratings(),
                data.warmRatings(),
                data.coldUsers().size(),
                data.catalog().size(),
                Arms.recommender(arguments.seed()),
                arguments.seeds());
    }

    static String title(String part) {
        return switch (part) {
            case EvaluateArguments.COLD_USERS -> "Cold users";
            case EvaluateArguments.COLD_ITEMS -> "Cold items";
            default -> "Active learning";
        };
    }

    private void head(String part) {
        line("");
        line("## " + title(part));
        line("");
        line("| level | arm | policy | share asked | RMSE, users | RMSE, pooled | asked | unasked | MAE | NDCG@10"
                + " | change | 95 % interval | prompts | signals | gate |");
        line("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    }

    private void row(Row row) {
        line(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.4f | %.4f | %s | %s | %.4f | %.4f | %s | %s | %.0f | %.0f | %s |",
                row.level(),
                row.arm().label(),
                row.policy().orElse(""),
                row.policy().isPresent() ? String.format(Locale.ROOT, "%.0f %%", 100 * row.askedShare()) : "",
                row.rmseMacro(),
                row.rmseMicro(),
                figure(row.rmseAsked()),
                figure(row.rmseUnasked()),
                row.mae(),
                row.ndcg10(),
                row.change()
                        .map(change -> String.format(Locale.ROOT, "%+.2f %%", 100 * change.change()))
                        .orElse(""),
                row.change()
                        .map(change ->
                                String.format(Locale.ROOT, "%+.2f to %+.2f", 100 * change.low(), 100 * change.high()))
                        .orElse(""),
                row.prompts(),
                row.signalsKept(),
                row.gate() == ArmRun.Verdict.NONE ? "" : row.gate().name().toLowerCase(Locale.ROOT)));
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
