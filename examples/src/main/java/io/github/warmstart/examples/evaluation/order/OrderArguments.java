// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.examples.evaluation.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was typed behind the name of the program, checked.
 *
 * @param help whether only the manual is wanted
 * @param ratings whether the data are ratings; if not, they are interactions
 * @param data the folder of the data
 * @param recordings a folder of recorded answers
 * @param out where the results go
 * @param levels how many choices of warm users are visible
 * @param seeds how many samples of each level
 * @param seed the first seed
 */
record OrderArguments(
        boolean help, boolean ratings, Path data, Path recordings, Path out, List<Level> levels, int seeds, int seed) {

    static final String MANUAL = """
            Judges lists over a whole catalogue, on real data and recorded answers of a language model.

              --movielens DIR      real ratings: a MovieLens folder
              --interactions DIR   in its place: interactions.csv (userId,itemId) and items.csv (itemId,title)
              --recordings DIR     recorded answers about those data
              --out DIR            where evaluation.json and evaluation.md are written
              --levels 0,1000,all  how many choices of warm users are visible (0,1000,5000,20000,all)
              --seeds N            samples of each level (3)
              --seed N             the first seed (1)
              --quick              levels 0 and 1000, one seed
              --help               this page
            """;

    private static final Set<String> VALUED =
            Set.of("--movielens", "--interactions", "--recordings", "--out", "--levels", "--seeds", "--seed");

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException if one is unknown, missing, or has a wrong value; the message is one line
     */
    static OrderArguments parse(String... typed) {
        Map<String, String> values = new LinkedHashMap<>();
        boolean quick = false;
        for (int k = 0; k < typed.length; k++) {
            String name = typed[k];
            if (name.equals("--help") || name.equals("-h")) {
                Path nowhere = Path.of("");
                return new OrderArguments(true, true, nowhere, nowhere, nowhere, List.of(), 0, 0);
            }
            if (name.equals("--quick")) {
                quick = true;
            } else if (!VALUED.contains(name)) {
                throw new IllegalArgumentException("unknown argument '%s': see --help".formatted(name));
            } else if (k + 1 == typed.length || typed[k + 1].startsWith("--")) {
                throw new IllegalArgumentException("%s needs a value: see --help".formatted(name));
            } else if (values.put(name, typed[++k]) != null) {
                throw new IllegalArgumentException("%s stands twice".formatted(name));
            }
        }
        boolean ratings = values.containsKey("--movielens");
        if (ratings == values.containsKey("--interactions")) {
            throw new IllegalArgumentException("one of --movielens DIR and --interactions DIR is required: see --help");
        }
        return new OrderArguments(
                false,
                ratings,
                folder(values, ratings ? "--movielens" : "--interactions"),
                folder(values, "--recordings"),
                Path.of(required(values, "--out")),
                levels(values.getOrDefault("--levels", quick ? "0,1000" : "0,1000,5000,20000,all")),
                number("--seeds", values.getOrDefault("--seeds", quick ? "1" : "3")),
                number("--seed", values.getOrDefault("--seed", "1")));
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("%s DIR is required: see --help".formatted(name));
        }
        return value;
    }

    private static Path folder(Map<String, String> values, String name) {
        Path folder = Path.of(required(values, name));
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("%s must be a folder, but '%s' is none".formatted(name, folder));
        }
        return folder;
    }

    private static List<Level> levels(String value) {
        try {
            return Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .map(Level::parse)
                    .distinct()
                    .toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--levels must be whole numbers >= 0 or 'all', separated by commas, but was '%s'".formatted(value),
                    e);
        }
    }

    private static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below, with the value
        }
        throw new IllegalArgumentException("%s must be a whole number >= 1, but was '%s'".formatted(name, value));
    }
}
