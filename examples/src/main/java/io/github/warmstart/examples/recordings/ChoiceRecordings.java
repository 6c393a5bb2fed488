// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.choice.data.ChoiceSignals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recorded answers about choices in a folder: {@code exposure.csv}, {@code similar.csv}, {@code lists.csv},
 * {@code tags.csv}, {@code probe-lists.csv} and {@code probe-known.csv}. A missing file means no such answers. Rows of a list
 * that name a known item of the user are ignored.
 */
public final class ChoiceRecordings {

    /** The attributes that {@code tags.csv} grades. */
    public static final List<String> GRADES =
            List.of("action", "dark", "humour", "romance", "family", "art", "geek", "quirk", "prestige", "lowbrow");

    private final Path folder;
    private final String item;
    private final Set<String> coldUsers = new LinkedHashSet<>();
    private final Map<String, Set<String>> known = new LinkedHashMap<>();
    private final Set<String> exposureAsked = new LinkedHashSet<>();
    private final ChoiceSignals signals;

    private ChoiceRecordings(Path folder, String item) {
        this.folder = folder;
        this.item = item;
        file("cold_users.csv", "userId").forEach(row -> coldUsers.add(row.required("userId")));
        file("known.csv", "userId", item).forEach(row -> add(known, row));
        Map<String, List<String>> lists = lists("lists.csv", known);
        Map<String, Set<String>> probeKnown = new LinkedHashMap<>();
        if (exists("probe-known.csv")) {
            file("probe-known.csv", "userId", item).forEach(row -> add(probeKnown, row));
        }
        Map<String, ChoiceSignals.Probe> probes = new LinkedHashMap<>();
        lists("probe-lists.csv", probeKnown)
                .forEach((userId, list) -> probes.put(
                        userId, new ChoiceSignals.Probe(List.copyOf(probeKnown.getOrDefault(userId, Set.of())), list)));
        signals = ChoiceSignals.builder()
                .exposure(exposure())
                .similar(similar())
                .shortlists(lists)
                .grades(grades())
                .probes(probes)
                .build();
    }

    /**
     * Reads a folder.
     *
     * @param folder folder of the files
     * @return their content
     * @throws io.github.warmstart.rating.RatingException if a file breaks a rule; the message is one line
     */
    public static ChoiceRecordings read(Path folder) {
        Path known = requireNonNull(folder, "folder").resolve("known.csv");
        boolean items = Files.isRegularFile(known) && CsvFile.header(known).contains("itemId");
        return new ChoiceRecordings(folder, items ? "itemId" : "movieId");
    }

    private boolean exists(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    private CsvFile file(String name, String... columns) {
        return new CsvFile(folder.resolve(name), columns);
    }

    private void add(Map<String, Set<String>> sets, CsvFile.Row row) {
        sets.computeIfAbsent(row.required("userId"), user -> new LinkedHashSet<>())
                .add(row.required(item));
    }

    private Map<String, Double> exposure() {
        Map<String, Double> percents = new LinkedHashMap<>();
        if (exists("exposure.csv")) {
            file("exposure.csv", item, "percent").forEach(row -> {
                exposureAsked.add(row.required(item));
                double percent = row.field("percent").isEmpty() ? 0 : number(row, "percent");
                if (percent > 0) {
                    percents.put(row.required(item), percent);
                }
            });
        }
        return percents;
    }

    private static double number(CsvFile.Row row, String column) {
        try {
            return Double.parseDouble(row.required(column));
        } catch (NumberFormatException e) {
            throw row.broken(column, "must be a number");
        }
    }

    /** Similar items by item, in the order of the lines, which is the order of ranks. */
    private Map<String, List<String>> similar() {
        Map<String, List<String>> similar = new LinkedHashMap<>();
        if (exists("similar.csv")) {
            String other = "similar" + Character.toUpperCase(item.charAt(0)) + item.substring(1);
            file("similar.csv", item, "rank", other)
                    .forEach(row -> similar.computeIfAbsent(row.required(item), id -> new ArrayList<>())
                            .add(row.required(other)));
        }
        return similar;
    }

    private Map<String, List<String>> lists(String name, Map<String, Set<String>> own) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        if (exists(name)) {
            file(name, "userId", "rank", item).forEach(row -> {
                String userId = row.required("userId");
                String named = row.required(item);
                if (!own.getOrDefault(userId, Set.of()).contains(named)) {
                    lists.computeIfAbsent(userId, user -> new ArrayList<>()).add(named);
                }
            });
        }
        return lists;
    }

    private Map<String, List<Double>> grades() {
        Map<String, List<Double>> grades = new LinkedHashMap<>();
        if (exists("tags.csv")) {
            List<String> columns = new ArrayList<>(List.of(item));
            columns.addAll(GRADES);
            file("tags.csv", columns.toArray(String[]::new))
                    .forEach(row -> grades.put(
                            row.required(item),
                            GRADES.stream().map(grade -> number(row, grade)).toList()));
        }
        return grades;
    }

    /**
     * The cold users of the experiment.
     *
     * @return user ids in the order of the file
     */
    public Set<String> coldUsers() {
        return Set.copyOf(coldUsers);
    }

    /**
     * The visible choices of cold users.
     *
     * @return item ids by user id, in the order of the file
     */
    public Map<String, Set<String>> known() {
        return known;
    }

    /**
     * The items whose exposure was asked for, those that were not worth naming included.
     *
     * @return item ids in the order of the file
     */
    public Set<String> exposureAsked() {
        return Collections.unmodifiableSet(exposureAsked);
    }

    /**
     * The answers.
     *
     * @return the content of the files
     */
    public ChoiceSignals signals() {
        return signals;
    }
}
