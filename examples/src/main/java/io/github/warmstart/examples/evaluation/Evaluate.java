// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import io.github.warmstart.examples.console.ProgressBar;
import io.github.warmstart.rating.RatingException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Program that runs the evaluation protocol on a MovieLens folder and a folder of recorded answers, and writes the
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
        Dataset data;
        EvaluateArguments arguments;
        try {
            arguments = EvaluateArguments.parse(args);
            if (arguments.help()) {
                out.print(EvaluateArguments.MANUAL);
                return 0;
            }
            data = Dataset.read(arguments);
        } catch (IllegalArgumentException | RatingException | UncheckedIOException e) {
            err.println("evaluate: " + oneLine(e));
            return WRONG_USAGE;
        }
        try {
            List<Row> rows = evaluate(data, arguments, err);
            Path folder = Files.createDirectories(arguments.out());
            Files.writeString(folder.resolve("evaluation.json"), JsonOutput.write(data, arguments, rows));
            String page = MarkdownOutput.write(data, arguments, rows);
            Files.writeString(folder.resolve("evaluation.md"), page);
            Files.writeString(folder.resolve("evaluation.html"), HtmlOutput.write(data, arguments, rows));
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

    /** All requested parts, in the order of the protocol. */
    private static List<Row> evaluate(Dataset data, EvaluateArguments arguments, PrintStream err)
            throws InterruptedException {
        Map<String, Part> parts = new LinkedHashMap<>();
        if (arguments.parts().contains(EvaluateArguments.COLD_USERS)) {
            parts.put("Cold users", ArmsPart.coldUsers(data, arguments));
        }
        if (arguments.parts().contains(EvaluateArguments.COLD_ITEMS)) {
            parts.put("Cold items", ArmsPart.coldItems(data, arguments));
        }
        if (arguments.parts().contains(EvaluateArguments.ACTIVE)) {
            parts.put("Active learning about users", new ActiveUsersPart(data, arguments));
            parts.put("Active learning about items", new ActiveItemsPart(data, arguments));
        }
        List<Row> rows = new ArrayList<>();
        try (ProgressBar bar = ProgressBar.onConsole(err)) {
            for (Map.Entry<String, Part> part : parts.entrySet()) {
                int[] done = {0};
                int steps = part.getValue().steps();
                bar.update(part.getKey(), 0, steps);
                rows.addAll(part.getValue().run(() -> bar.update(part.getKey(), ++done[0], steps)));
            }
        }
        return rows;
    }
}
