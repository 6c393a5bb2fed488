// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import com.squareup.moshi.Moshi;
import io.github.warmstart.examples.fixture.SmallMovieLens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one run of the program said.
 *
 * @param code the exit code
 * @param out the standard output, with line feeds
 * @param err the error stream, with line feeds
 */
public record Evaluated(int code, String out, String err) {

    /** A run with these arguments. */
    public static Evaluated of(String... args) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Evaluate.run(stream(out), stream(err), args);
        return new Evaluated(code, text(out), text(err));
    }

    /** A run on a small folder that must come to an end; its results stand in the folder given. */
    public static Evaluated to(Path out, SmallMovieLens small, String... more) throws InterruptedException {
        List<String> args = new ArrayList<>(List.of(small.arguments("--out", out.toString())));
        args.addAll(List.of(more));
        Evaluated run = of(args.toArray(String[]::new));
        if (run.code() != 0) {
            throw new IllegalStateException(run.err());
        }
        return run;
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** The object of evaluation.json. */
    public static Map<?, ?> json(Path folder) throws IOException {
        Object object = new Moshi.Builder()
                .build()
                .adapter(Object.class)
                .fromJson(Files.readString(folder.resolve("evaluation.json")));
        return (Map<?, ?>) Objects.requireNonNull(object);
    }

    /** The results of evaluation.json. */
    public static List<Map<?, ?>> results(Path folder) throws IOException {
        List<Map<?, ?>> rows = new ArrayList<>();
        for (Object row : (List<?>) Objects.requireNonNull(json(folder).get("results"))) {
            rows.add((Map<?, ?>) row);
        }
        return rows;
    }

    /** The row of a part, a level as written, and an arm. */
    public static Map<?, ?> row(List<Map<?, ?>> rows, String part, Object level, String arm) {
        return rows.stream()
                .filter(row ->
                        part.equals(row.get("part")) && level.equals(row.get("level")) && arm.equals(row.get("arm")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no row of " + part + ", " + level + ", " + arm));
    }

    public static double number(Map<?, ?> row, String name) {
        return (Double) Objects.requireNonNull(row.get(name), name);
    }
}
