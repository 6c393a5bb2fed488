// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import com.squareup.moshi.Moshi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Output of one run of the program.
 *
 * @param code the exit code
 * @param out the standard output, with line feeds
 * @param err the error stream, with line feeds
 */
record ProgramRun(int code, String out, String err) {

    static ProgramRun of(@Nullable String key, String... args) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = QuickStart.run(stream(out), stream(err), key, args);
        return new ProgramRun(code, text(out), text(err));
    }

    /** A run without a key whose report goes to a folder. */
    static ProgramRun to(Path folder, String... args) throws InterruptedException {
        return of(
                null,
                Stream.concat(Stream.of(args), Stream.of("--out", folder.toString()))
                        .toArray(String[]::new));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** All output without the times, which differ between runs. */
    String outWithoutTimes() {
        return out.replaceAll("(?i)started [^,;]*", "started then").replaceAll("took [0-9.]+ s", "took a while");
    }

    /** The two lines of the comparison. */
    List<String> comparison() {
        return out.lines().filter(line -> line.startsWith("  RMSE, ")).toList();
    }

    /** The recommendations below a heading. */
    List<String> listed(String heading) {
        return out.lines()
                .dropWhile(line -> !line.equals(" " + heading))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<?, ?> json(Path folder) {
        try {
            Object object =
                    new Moshi.Builder().build().adapter(Object.class).fromJson(read(folder.resolve("report.json")));
            if (object instanceof Map<?, ?> map) {
                return map;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("report.json holds no object");
    }
}
