// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.output;

import io.github.warmstart.examples.evaluation.error.ArmRun;
import io.github.warmstart.examples.evaluation.error.Arms;
import io.github.warmstart.examples.evaluation.error.Row;
import io.github.warmstart.examples.evaluation.order.OrderRow;
import io.github.warmstart.examples.evaluation.setup.DatasetFacts;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import java.util.Locale;

/** Writer of the results as Markdown tables. */
public final class MarkdownOutput {

    static final String CAVEAT =
            "The answers were recorded from a language model that knows these items from its training"
                    + " text, as it knows any public catalogue: gains on a catalogue that no text ever described will be smaller.";

    private final StringBuilder page = new StringBuilder();

    private MarkdownOutput() {}

    /** All results. */
    public static String write(EvaluateArguments arguments, EvaluationResults results) {
        MarkdownOutput output = new MarkdownOutput();
        output.line("# Evaluation of warm starts");
        output.line("");
        output.line(introduction(arguments, results));
        output.line("");
        output.line(CAVEAT);
        String part = "";
        for (Row row : results.rows()) {
            if (!row.part().equals(part)) {
                part = row.part();
                output.head(part);
            }
            output.row(row);
        }
        if (!results.orderRows().isEmpty()) {
            output.line("");
            output.line("## " + title(EvaluateArguments.ORDER));
            output.line("");
            output.line(orderIntroduction(results.orderRows().get(0)));
            output.line("");
            output.page.append(OrderTable.markdown(results.orderRows()));
        }
        return output.page.toString();
    }

    static String introduction(EvaluateArguments arguments, EvaluationResults results) {
        DatasetFacts facts = results.facts();
        return String.format(
                Locale.ROOT,
                "%,d real %s, of which %,d by warm users; %d cold users; %,d items.%s Figures are means over %d seeds (levels 0"
                        + " and all: one).%s",
                facts.ratings(),
                facts.kind(),
                facts.warmRatings(),
                facts.coldUsers(),
                facts.catalogItems(),
                results.ofRatings() ? " Learner: " + Arms.recommender(arguments.seed()) + "." : "",
                arguments.seeds(),
                results.rows().isEmpty()
                        ? ""
                        : " Changes of errors are against real-only of the same level, with a 95 % interval from a paired"
                                + " bootstrap over users; below zero is better.");
    }

    static String orderIntroduction(OrderRow row) {
        return String.format(
                Locale.ROOT,
                "%,d relevant held-out choices of %d users, among all items but those that the user is known to have chosen."
                        + " Changes are against real-only-best of the same level, with a 95 %% interval from a paired bootstrap"
                        + " over users; above zero is better.",
                row.relevant(),
                row.users());
    }

    static String title(String part) {
        return switch (part) {
            case EvaluateArguments.COLD_USERS -> "Cold users";
            case EvaluateArguments.COLD_ITEMS -> "Cold items";
            case EvaluateArguments.ORDER -> "Lists over the whole catalogue";
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
