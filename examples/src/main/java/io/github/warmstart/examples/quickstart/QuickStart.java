// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.budget.Budget;
import io.github.warmstart.examples.console.PlainText;
import io.github.warmstart.examples.console.ProgressBar;
import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.rating.RatingException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Program that runs a warm start end to end and shows whether it helped: without arguments offline, with a simulated community
 * and a simulated model; see {@code --help} for real ratings, recorded answers and real models.
 */
public final class QuickStart {

    /** Exit code for a wrong argument or an unreadable folder. */
    static final int WRONG_USAGE = 2;

    private QuickStart() {}

    /**
     * Runs the program.
     *
     * @param args see {@code --help}
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        int code = run(System.out, System.err, System.getenv("OPENAI_API_KEY"), args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the program and returns its exit code: 0, or {@value #WRONG_USAGE} after one line on the error stream. */
    static int run(PrintStream out, PrintStream err, @Nullable String key, String... args) throws InterruptedException {
        try {
            QuickStartArguments arguments = QuickStartArguments.parse(args);
            if (arguments.help()) {
                out.print(QuickStartArguments.MANUAL);
                return 0;
            }
            try (QuickStartScene scene = arguments.movieLens().isPresent()
                            ? new MovieLensScene(arguments, key)
                            : new SimulatedScene(arguments, key);
                    ProgressBar bar = ProgressBar.onConsole(err)) {
                warmStart(arguments, scene, bar, out);
            }
            return 0;
        } catch (UsageException | RatingException | OpenAiException e) {
            err.println(PlainText.of("quick start: " + e.getMessage()));
            return WRONG_USAGE;
        } catch (IOException | UncheckedIOException e) {
            err.println(PlainText.of("quick start: cannot read or write: " + e.getMessage()));
            return WRONG_USAGE;
        }
    }

    private static void warmStart(
            QuickStartArguments arguments, QuickStartScene scene, ProgressBar bar, PrintStream out)
            throws InterruptedException, IOException {
        Path folder = arguments.out();
        Files.createDirectories(folder); // before any request is paid for
        scene.introduction().forEach(line -> out.println(PlainText.of(line)));
        out.println();
        ColdStartBootstrapper.Builder builder = ColdStartBootstrapper.builder()
                .ratings(scene.visible())
                .catalog(scene.catalog())
                .profiles(scene.profiles())
                .coldUsers(scene.coldUsers())
                .generator(scene.generator())
                .listener(new BarListener(bar))
                .seed(arguments.seed());
        arguments.budget().ifPresent(requests -> builder.budget(Budget.requests(requests)));
        WarmStart start = builder.build().warmStart();
        bar.close();

        Results results = new Results(scene, start, out);
        results.compare(arguments.seed());
        results.recommend();
        start.report().toText().lines().map(PlainText::of).forEach(out::println);
        out.println();
        Files.writeString(folder.resolve("report.txt"), start.report().toText());
        Files.writeString(folder.resolve("report.json"), start.report().toJson());
        out.println(PlainText.of(
                "Report written to " + folder.resolve("report.txt") + " and " + folder.resolve("report.json")));
    }
}
