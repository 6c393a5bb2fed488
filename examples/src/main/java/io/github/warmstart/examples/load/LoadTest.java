// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.load;

import io.github.warmstart.examples.console.PlainText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Puts the OpenAI client before a fake server with faults, and prints for each scenario what must hold and what was
 * measured. Time runs twenty times faster where limits of rate are tried. It takes about two minutes.
 *
 * <pre>{@code
 * mvn compile exec:java -Dexec.mainClass=io.github.warmstart.examples.load.LoadTest
 * mvn compile exec:java -Dexec.mainClass=io.github.warmstart.examples.load.LoadTest -Dexec.args="flaky sloppy"
 * }</pre>
 *
 * <p>To see that hostile bodies take no memory, run it with {@code MAVEN_OPTS=-Xmx64m} and the scenario {@code hostile}.
 */
public final class LoadTest {

    /** The exit code when a bar is missed. */
    static final int MISSED = 1;

    /** The exit code of a wrong argument. */
    static final int WRONG_USAGE = 2;

    private LoadTest() {}

    /**
     * Runs the program; it exits with 1 if a bar is missed.
     *
     * @param args names of scenarios; none for all
     */
    public static void main(String[] args) {
        int code = run(System.out, System.err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The program without its exit. */
    static int run(PrintStream out, PrintStream err, String... args) {
        Map<String, Supplier<List<LoadVerdict>>> all = new Scenarios().all();
        List<String> chosen = args.length == 0 ? List.copyOf(all.keySet()) : List.of(args);
        for (String name : chosen) {
            if (!all.containsKey(name)) {
                err.println(PlainText.of("load test: no scenario '%s': choose from %s".formatted(name, all.keySet())));
                return WRONG_USAGE;
            }
        }
        out.println("| scenario | bar | measured | verdict |");
        out.println("|---|---|---|---|");
        List<LoadVerdict> missed = new ArrayList<>();
        for (String name : chosen) {
            for (LoadVerdict verdict : all.getOrDefault(name, List::of).get()) {
                out.println(PlainText.of("| %s | %s | %s | %s |"
                        .formatted(
                                verdict.scenario(),
                                verdict.bar(),
                                verdict.measured(),
                                verdict.met() ? "met" : "MISSED")));
                if (!verdict.met()) {
                    missed.add(verdict);
                }
            }
        }
        out.println();
        out.println(missed.isEmpty() ? "Every bar is met." : "Bars that are missed: " + missed.size());
        return missed.isEmpty() ? 0 : MISSED;
    }
}
