// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.load;

import io.github.warmstart.examples.console.PlainText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Load test of the OpenAI client against a fake server with faults. Prints the requirement and the measurement of each
 * scenario. Rate limit scenarios run at 20 times the speed. Takes about two minutes.
 *
 * <pre>{@code
 * mvn compile exec:java -Dexec.mainClass=io.github.warmstart.examples.load.LoadTest
 * mvn compile exec:java -Dexec.mainClass=io.github.warmstart.examples.load.LoadTest -Dexec.args="flaky sloppy"
 * }</pre>
 *
 * <p>To verify that hostile bodies need no memory, run it with {@code MAVEN_OPTS=-Xmx64m} and the scenario {@code hostile}.
 */
public final class LoadTest {

    /** Exit code if a requirement is missed. */
    static final int MISSED = 1;

    /** Exit code for a wrong argument. */
    static final int WRONG_USAGE = 2;

    private LoadTest() {}

    /**
     * Runs the program; exits with 1 if a requirement is missed.
     *
     * @param args names of scenarios; none for all
     */
    public static void main(String[] args) {
        int code = run(System.out, System.err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs the program and returns its exit code. */
    static int run(PrintStream out, PrintStream err, String... args) {
        Map<String, Supplier<List<LoadVerdict>>> all = new Scenarios().all();
        List<String> chosen = args.length == 0 ? List.copyOf(all.keySet()) : List.of(args);
        for (String name : chosen) {
            if (!all.containsKey(name)) {
                err.println(PlainText.of("load test: no scenario '%s': choose from %s".formatted(name, all.keySet())));
                return WRONG_USAGE;
            }
        }
        out.println("| scenario | requirement | measured | verdict |");
        out.println("|---|---|---|---|");
        List<LoadVerdict> missed = new ArrayList<>();
        for (String name : chosen) {
            for (LoadVerdict verdict : all.getOrDefault(name, List::of).get()) {
                out.println(PlainText.of("| %s | %s | %s | %s |"
                        .formatted(
                                verdict.scenario(),
                                verdict.requirement(),
                                verdict.measured(),
                                verdict.met() ? "met" : "MISSED")));
                if (!verdict.met()) {
                    missed.add(verdict);
                }
            }
        }
        out.println();
        out.println(missed.isEmpty() ? "All requirements are met." : "Requirements missed: " + missed.size());
        return missed.isEmpty() ? 0 : MISSED;
    }
}
