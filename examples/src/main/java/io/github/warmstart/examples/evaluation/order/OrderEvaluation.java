// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.examples.console.ProgressBar;
import io.github.warmstart.rating.RatingException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the part {@code order} of the evaluation protocol, and writes what it found for programs ({@code evaluation.json}) and
 * for people ({@code evaluation.md}); see {@code --help}.
 */
public final class OrderEvaluation {

    /** The exit code of a wrong argument or a folder that cannot be read. */
    static final int WRONG_USAGE = 2;

    private OrderEvaluation() {}

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
        try {
            OrderArguments arguments = OrderArguments.parse(args);
            if (arguments.help()) {
                out.print(OrderArguments.MANUAL);
                return 0;
            }
            OrderDataset data = OrderDataset.read(arguments);
            OrderPart part = new OrderPart(data, arguments);
            List<OrderRow> rows;
            try (ProgressBar bar = ProgressBar.onConsole(err)) {
                int[] done = {0};
                bar.update("Order", 0, part.steps());
                rows = part.run(() -> bar.update("Order", ++done[0], part.steps()));
            }
            Path folder = Files.createDirectories(arguments.out());
            Files.writeString(folder.resolve("evaluation.json"), OrderOutput.json(data, arguments, rows));
            String page = OrderOutput.markdown(data, arguments, rows);
            Files.writeString(folder.resolve("evaluation.md"), page);
            out.print(page);
            return 0;
        } catch (IllegalArgumentException | RatingException | UncheckedIOException | IOException e) {
            err.println("order: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason"));
            return WRONG_USAGE;
        }
    }
}
