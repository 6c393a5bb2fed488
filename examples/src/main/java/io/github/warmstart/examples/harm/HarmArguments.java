// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Checked command-line arguments.
 *
 * @param help whether only the manual is printed
 * @param size size of each world
 * @param levels numbers of visible real ratings
 * @param seeds seeds of the worlds
 * @param out folder of the table and the chart; empty if they are only printed
 * @param parts parts to run
 * @param smallWorlds number of small worlds per cell
 */
record HarmArguments(
        boolean help,
        PlantedWorld.Size size,
        List<HarmLevel> levels,
        List<Long> seeds,
        Optional<Path> out,
        Set<String> parts,
        int smallWorlds) {

    static final String MANUAL = """
            Simulates worlds with known true ratings and generators with typical faults. Compares two methods with real
            ratings alone: a warm start with default settings, and appending every answer as a rating.
            Needs no network, no key and no file.

              --levels 0,1000      how many ratings of warm users are visible (nothing,0,1000,5000,20000);
                                   at 'nothing' not even the first ratings of cold users are
              --seeds N            how many worlds (5)
              --seed N             the first of their seeds (1)
              --parts A,B          worlds (the table above), and evidence in small worlds with audience answers alone:
                                   overlap (0 to 40 rated items have an answer), tiny (15 users, 60 ratings), 60x5
                                   (60 users with 5), looks (ten warm starts as ratings arrive) (worlds)
              --small-worlds N     how many small worlds per cell (200; 20 with --quick)
              --out DIR            also writes do-no-harm.md, do-no-harm.svg and harm.json there
              --quick              levels 0 and 1000, two smaller worlds
              --help               this page

            Exit codes: 0, no generator but an adversarial one makes a warm start significantly worse than real ratings
            alone; 1, one does; 2, wrong usage.
            """;

    private static final PlantedWorld.Size DEFAULT = new PlantedWorld.Size(600, 60, 400);
    private static final PlantedWorld.Size QUICK = new PlantedWorld.Size(300, 60, 120);
    static final String WORLDS = "worlds";

    private static final Set<String> VALUED =
            Set.of("--levels", "--seeds", "--seed", "--out", "--parts", "--small-worlds");
    private static final Set<String> PARTS = new LinkedHashSet<>(
            List.of(WORLDS, EvidenceParts.OVERLAP, EvidenceParts.TINY, EvidenceParts.SIXTY, EvidenceParts.LOOKS));

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException if one is unknown or has a wrong value; the message is one line
     */
    static HarmArguments parse(String... typed) {
        Map<String, String> values = new LinkedHashMap<>();
        boolean quick = false;
        for (int k = 0; k < typed.length; k++) {
            String name = typed[k];
            if (name.equals("--help") || name.equals("-h")) {
                return new HarmArguments(true, DEFAULT, List.of(), List.of(), Optional.empty(), Set.of(), 0);
            }
            if (name.equals("--quick")) {
                quick = true;
            } else if (!VALUED.contains(name)) {
                throw new IllegalArgumentException("unknown argument '%s': see --help".formatted(name));
            } else if (k + 1 == typed.length || typed[k + 1].startsWith("--")) {
                throw new IllegalArgumentException("%s needs a value: see --help".formatted(name));
            } else if (values.put(name, typed[++k]) != null) {
                throw new IllegalArgumentException("%s must be given once, but was given twice".formatted(name));
            }
        }
        long first = number("--seed", values.getOrDefault("--seed", "1"));
        long worlds = number("--seeds", values.getOrDefault("--seeds", quick ? "2" : "5"));
        return new HarmArguments(
                false,
                quick ? QUICK : DEFAULT,
                Arrays.stream(values.getOrDefault("--levels", quick ? "0,1000" : "nothing,0,1000,5000,20000")
                                .split(",", -1))
                        .map(level -> HarmLevel.parse(level.strip()))
                        .distinct()
                        .toList(),
                LongStream.range(first, first + worlds).boxed().toList(),
                Optional.ofNullable(values.get("--out")).map(HarmArguments::folder),
                parts(values.getOrDefault("--parts", WORLDS)),
                number("--small-worlds", values.getOrDefault("--small-worlds", quick ? "20" : "200")));
    }

    private static Set<String> parts(String value) {
        Set<String> parts = new LinkedHashSet<>(List.of(value.split(",", -1)));
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException(
                    "--parts must be among %s, but was '%s'".formatted(String.join(", ", PARTS), value));
        }
        return parts;
    }

    /** Checked early, because results are written after a long run. */
    private static Path folder(String value) {
        Path out = Path.of(value);
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new IllegalArgumentException(
                    "--out must be a folder or a new one, but '%s' is a file".formatted(out));
        }
        return out;
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
