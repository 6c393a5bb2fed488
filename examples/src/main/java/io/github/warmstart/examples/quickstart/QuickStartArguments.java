// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Validated command line arguments.
 *
 * @param help whether only the manual is requested
 * @param movieLens folder of real ratings
 * @param recordings folder of recorded answers
 * @param baseUrl base URL of a real model
 * @param model name of a real model
 * @param users number of cold users; empty for the default
 * @param ratingsLimit maximum number of visible ratings of warm users; empty for all
 * @param budget maximum number of requests; empty for the default
 * @param seed seed of all randomness
 * @param out folder of the report
 */
record QuickStartArguments(
        boolean help,
        Optional<Path> movieLens,
        Optional<Path> recordings,
        Optional<String> baseUrl,
        Optional<String> model,
        OptionalInt users,
        OptionalInt ratingsLimit,
        OptionalInt budget,
        long seed,
        Path out) {

    static final String MANUAL = """
            Warmstart quick start: asks a language model for what people have not said yet, and shows whether it helps.

            Without arguments it runs offline on a small simulated community, with a simulated language model.

              --movielens DIR      real ratings: a MovieLens folder
              --recordings DIR     recorded answers of a real language model about those ratings
              --base-url URL       a real model behind an OpenAI-compatible server; its key from OPENAI_API_KEY
              --model NAME         the name of the real model
              --users N            how many cold users (40 simulated, 60 of MovieLens)
              --ratings-limit N    how many ratings of all other users are visible, a seeded sample (all)
              --budget N           how many requests may be sent (200)
              --seed N             the seed of all chance (42)
              --out DIR            where report.txt and report.json are written (target/warmstart)
              --help               this page
            """;

    private static final List<String> NAMES = List.of(
            "--movielens",
            "--recordings",
            "--base-url",
            "--model",
            "--users",
            "--ratings-limit",
            "--budget",
            "--seed",
            "--out");

    /**
     * Parses the arguments. {@code --help} overrides all others.
     *
     * @throws UsageException if one is unknown, has a missing or invalid value, or conflicts with another
     */
    static QuickStartArguments parse(String... typed) {
        if (List.of(typed).contains("--help") || List.of(typed).contains("-h")) {
            return of(Map.of(), true);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int k = 0; k < typed.length; k++) {
            String name = typed[k];
            if (!NAMES.contains(name)) {
                throw new UsageException("unknown argument '%s': see --help".formatted(name));
            } else if (k + 1 == typed.length || typed[k + 1].startsWith("--") || typed[k + 1].isBlank()) {
                throw new UsageException("%s needs a value: see --help".formatted(name));
            } else if (values.put(name, typed[++k]) != null) {
                throw new UsageException("%s is given twice: give it once".formatted(name));
            }
        }
        QuickStartArguments arguments = of(values, false);
        arguments.check();
        return arguments;
    }

    private static QuickStartArguments of(Map<String, String> values, boolean help) {
        return new QuickStartArguments(
                help,
                folder(values, "--movielens"),
                folder(values, "--recordings"),
                Optional.ofNullable(values.get("--base-url")),
                Optional.ofNullable(values.get("--model")),
                number(values, "--users", 1),
                number(values, "--ratings-limit", 0),
                number(values, "--budget", 0),
                seed(values.getOrDefault("--seed", "42")),
                path("--out", values.getOrDefault("--out", "target/warmstart")));
    }

    private void check() {
        if (recordings.isPresent() && movieLens.isEmpty()) {
            throw new UsageException("--recordings needs --movielens DIR: the recordings are about its ratings");
        }
        if (recordings.isPresent() && realModel()) {
            throw new UsageException("--recordings and --base-url or --model exclude each other: choose one");
        }
        if (movieLens.isPresent() && recordings.isEmpty() && !realModel()) {
            throw new UsageException("--movielens needs --recordings DIR, or --model NAME for a real model: "
                    + "the simulated model knows nothing of real films");
        }
        if (baseUrl.isPresent() && model.isEmpty()) {
            throw new UsageException("--base-url needs --model NAME: the name of the model on that server");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new UsageException("--out must be a folder, but '%s' is a file".formatted(out));
        }
    }

    /** Whether a real model is used. */
    boolean realModel() {
        return baseUrl.isPresent() || model.isPresent();
    }

    private static Optional<Path> folder(Map<String, String> values, String name) {
        Optional<Path> folder = Optional.ofNullable(values.get(name)).map(value -> path(name, value));
        folder.filter(path -> !Files.isDirectory(path)).ifPresent(path -> {
            throw new UsageException("%s must be a folder, but '%s' is not".formatted(name, path));
        });
        return folder;
    }

    private static Path path(String name, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException("%s must be a folder, but '%s' is not a valid path".formatted(name, value));
        }
    }

    private static OptionalInt number(Map<String, String> values, String name, int lowest) {
        String value = values.get(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= lowest) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // reported below, with the value
        }
        throw new UsageException(
                String.format(Locale.ROOT, "%s must be a whole number >= %d, but was '%s'", name, lowest, value));
    }

    private static long seed(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new UsageException("--seed must be a whole number, but was '%s'".formatted(value));
        }
    }
}
