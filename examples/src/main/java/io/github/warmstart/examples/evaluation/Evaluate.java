// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import io.github.warmstart.examples.console.ProgressBar;
import io.github.warmstart.examples.evaluation.error.ActiveItemsPart;
import io.github.warmstart.examples.evaluation.error.ActiveUsersPart;
import io.github.warmstart.examples.evaluation.error.ArmsPart;
import io.github.warmstart.examples.evaluation.error.Dataset;
import io.github.warmstart.examples.evaluation.error.Row;
import io.github.warmstart.examples.evaluation.order.OrderDataset;
import io.github.warmstart.examples.evaluation.order.OrderPart;
import io.github.warmstart.examples.evaluation.order.OrderRow;
import io.github.warmstart.examples.evaluation.output.EvaluationResults;
import io.github.warmstart.examples.evaluation.output.HtmlOutput;
import io.github.warmstart.examples.evaluation.output.JsonOutput;
import io.github.warmstart.examples.evaluation.output.MarkdownOutput;
import io.github.warmstart.examples.evaluation.setup.DatasetFacts;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Part;
import io.github.warmstart.rating.RatingException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Program that runs the evaluation protocol on real data and a folder of recorded answers, and writes the
 * results for programs ({@code evaluation.json}) and for people ({@code evaluation.md}, {@code evaluation.html}); see
 * {@code --help}.
 */
public final class Evaluate {

    /** The exit code of a wrong argument or a folder that cannot be read. */
    static final int WRONG_USAGE = 2;

    private Evaluate() {}

    /**
     * Runs the program.
     *
     * @param args see {@code --help}
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        int code = run(System.out, System.err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The program without its exit: 0, or {@value #WRONG_USAGE} after one line on the error stream. */
    static int run(PrintStream out, PrintStream err, String... args) throws InterruptedException {
        Optional<Dataset> data;
        Optional<OrderDataset> lists;
        EvaluateArguments arguments;
        try {
            arguments = EvaluateArguments.parse(args);
            if (arguments.help()) {
                out.print(EvaluateArguments.MANUAL);
                return 0;
            }
            data = arguments.ratings() ? Optional.of(Dataset.read(arguments)) : Optional.empty();
            lists = arguments.parts().contains(EvaluateArguments.ORDER)
                    ? Optional.of(OrderDataset.read(arguments))
                    : Optional.empty();
        } catch (IllegalArgumentException | RatingException | UncheckedIOException e) {
            err.println("evaluate: " + oneLine(e));
            return WRONG_USAGE;
        }
        try {
            DatasetFacts facts = data.map(Dataset::facts)
                    .or(() -> lists.map(OrderDataset::facts))
                    .orElseThrow();
            List<Row> rows = new ArrayList<>();
            List<OrderRow> orderRows = new ArrayList<>();
            try (ProgressBar bar = ProgressBar.onConsole(err)) {
                if (data.isPresent()) {
                    rows.addAll(evaluate(data.orElseThrow(), arguments, bar));
                }
                if (lists.isPresent()) {
                    orderRows.addAll(run("Lists", new OrderPart(lists.orElseThrow(), arguments), bar));
                }
            }
            EvaluationResults results = new EvaluationResults(facts, rows, orderRows);
            Path folder = Files.createDirectories(arguments.out());
            Files.writeString(folder.resolve("evaluation.json"), JsonOutput.write(arguments, results));
            String page = MarkdownOutput.write(arguments, results);
            Files.writeString(folder.resolve("evaluation.md"), page);
            Files.writeString(folder.resolve("evaluation.html"), HtmlOutput.write(arguments, results));
            out.print(page);
            out.println();
            out.println("Written to " + folder + ": evaluation.json, evaluation.md, evaluation.html");
            return 0;
        } catch (IOException | RatingException e) {
            err.println("evaluate: " + oneLine(e));
            return WRONG_USAGE;
        }
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason");
    }

    /** All requested parts about predicted ratings, in the order of the protocol. */
    private static List<Row> evaluate(Dataset data, EvaluateArguments arguments, ProgressBar bar)
            throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        if (arguments.parts().contains(EvaluateArguments.COLD_USERS)) {
            rows.addAll(run("Cold users", ArmsPart.coldUsers(data, arguments), bar));
        }
        if (arguments.parts().contains(EvaluateArguments.COLD_ITEMS)) {
            rows.addAll(run("Cold items", ArmsPart.coldItems(data, arguments), bar));
        }
        if (arguments.parts().contains(EvaluateArguments.ACTIVE)) {
            rows.addAll(run("Active learning about users", new ActiveUsersPart(data, arguments), bar));
            rows.addAll(run("Active learning about items", new ActiveItemsPart(data, arguments), bar));
        }
        return rows;
    }

    private static <R> List<R> run(String name, Part<R> part, ProgressBar bar) throws InterruptedException {
        int[] done = {0};
        int steps = part.steps();
        bar.update(name, 0, steps);
        return part.run(() -> bar.update(name, ++done[0], steps));
    }
}
