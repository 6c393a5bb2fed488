// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checked arguments of the program.
 *
 * @param help whether only the manual is requested
 * @param ratings whether the data are ratings; if not, they are interactions, and only lists can be evaluated
 * @param data the folder of real ratings or interactions
 * @param recordings a folder of recorded answers
 * @param out folder of the results
 * @param levels numbers of visible ratings of warm users
 * @param orderLevels the same for the part about lists
 * @param seeds number of samples of each level
 * @param arms the arms to compare
 * @param parts parts of the protocol to run
 * @param seed the first seed
 * @param randomSeeds number of random orders that the active part averages over
 */
public record EvaluateArguments(
        boolean help,
        boolean ratings,
        Path data,
        Path recordings,
        Path out,
        List<Level> levels,
        List<Level> orderLevels,
        int seeds,
        Set<Arm> arms,
        Set<String> parts,
        int seed,
        int randomSeeds) {

    /** The part about ratings by new users. */
    public static final String COLD_USERS = "cold-users";

    /** The part about ratings of new items. */
    public static final String COLD_ITEMS = "cold-items";

    /** The part about which questions to ask first. */
    public static final String ACTIVE = "active";

    /** The part about lists over the whole catalogue. */
    public static final String ORDER = "order";

    /** The page that {@code --help} prints. */
    public static final String MANUAL = """
            Runs the evaluation protocol on real data and recorded answers of a language model.

              --movielens DIR      real ratings: a MovieLens folder
              --interactions DIR   in its place: interactions.csv (userId,itemId) and items.csv (itemId,title)
              --recordings DIR     recorded answers about those data
              --out DIR            where evaluation.json, evaluation.md and evaluation.html are written
              --levels 0,1000,all  how many ratings of warm users are visible (0,500,1000,2000,5000,20000,all;
                                   lists: 0,1000,5000,20000,all)
              --seeds N            samples of each level (5)
              --seed N             the first seed (1)
              --arms A,B           naive,warm-start,placebo,item-mean,items-only (all); real-only is always run;
                                   lists always have all their arms
              --parts A,B          cold-users,cold-items,active,order (all; with interactions: order)
              --quick              levels 0, 1000 and all (lists: 0 and 1000), one seed
              --help               this page
            """;

    private static final Set<String> VALUED = Set.of(
            "--movielens",
            "--interactions",
            "--recordings",
            "--out",
            "--levels",
            "--seeds",
            "--arms",
            "--parts",
            "--seed");
    private static final Set<String> PARTS = new LinkedHashSet<>(List.of(COLD_USERS, COLD_ITEMS, ACTIVE, ORDER));
    private static final int RANDOM_SEEDS = 20;

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException if one is unknown, missing, or has a wrong value; the message is one line
     */
    public static EvaluateArguments parse(String... typed) {
        Map<String, String> values = new LinkedHashMap<>();
        boolean quick = false;
        for (int k = 0; k < typed.length; k++) {
            String name = typed[k];
            if (name.equals("--help") || name.equals("-h")) {
                Path nowhere = Path.of("");
                return new EvaluateArguments(
                        true, true, nowhere, nowhere, nowhere, List.of(), List.of(), 0, Set.of(), Set.of(), 0, 0);
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
        boolean interactions = values.containsKey("--interactions");
        if (interactions && values.containsKey("--movielens")) {
            throw new IllegalArgumentException("--movielens and --interactions exclude each other: see --help");
        }
        Set<String> parts = parts(values.getOrDefault("--parts", interactions ? ORDER : String.join(",", PARTS)));
        if (interactions && !parts.equals(Set.of(ORDER))) {
            throw new IllegalArgumentException(
                    "--parts must be order with --interactions, but was '%s'".formatted(values.get("--parts")));
        }
        String levels = values.get("--levels");
        return new EvaluateArguments(
                false,
                !interactions,
                folder(values, interactions ? "--interactions" : "--movielens"),
                folder(values, "--recordings"),
                out(values),
                levels(levels != null ? levels : quick ? "0,1000,all" : "0,500,1000,2000,5000,20000,all"),
                levels(levels != null ? levels : quick ? "0,1000" : "0,1000,5000,20000,all"),
                number("--seeds", values.getOrDefault("--seeds", quick ? "1" : "5")),
                arms(values.get("--arms")),
                parts,
                number("--seed", values.getOrDefault("--seed", "1")),
                RANDOM_SEEDS);
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

    /** Checked now, because results are written after a long time. */
    private static Path out(Map<String, String> values) {
        Path out = Path.of(required(values, "--out"));
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new IllegalArgumentException(
                    "--out must be a folder or a new one, but '%s' is a file".formatted(out));
        }
        return out;
    }

    private static List<Level> levels(String value) {
        try {
            return split(value).map(Level::parse).distinct().toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--levels must be whole numbers >= 0 or 'all', parted by commas, but was '%s'".formatted(value), e);
        }
    }

    private static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, with the value
        }
        throw new IllegalArgumentException("%s must be a whole number >= 1, but was '%s'".formatted(name, value));
    }

    private static Set<Arm> arms(@Nullable String value) {
        Set<Arm> arms = new LinkedHashSet<>();
        arms.add(Arm.REAL_ONLY);
        if (value == null) {
            arms.addAll(Arrays.asList(Arm.values()));
        } else {
            split(value).map(Arm::parse).forEach(arms::add);
        }
        return arms;
    }

    private static Set<String> parts(String value) {
        Set<String> parts = new LinkedHashSet<>();
        split(value).forEach(part -> {
            if (!PARTS.contains(part)) {
                throw new IllegalArgumentException(
                        "--parts must be among %s, but was '%s'".formatted(String.join(", ", PARTS), part));
            }
            parts.add(part);
        });
        return parts;
    }

    private static Stream<String> split(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip);
    }
}
