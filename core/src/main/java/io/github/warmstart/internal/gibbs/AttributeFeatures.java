// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Numeric features of the attributes of items or users. Immutable and thread-safe.
 *
 * <p>An attribute whose values are all single numbers enters as its standard score {@code z}, cut at
 * {@value #MAX_SCORE}, and as {@code z^2 - 1}, since the optimum is often between the extremes; every value of any
 * other attribute that enough entities share enters as 0 or 1. The features of one attribute form a group. An entity
 * without attributes gets the average of the others.
 */
public final class AttributeFeatures {

    /** Values that fewer entities share are ignored. */
    private static final int MIN_ENTITIES = 5;

    private static final int MAX_VALUES = 500;
    /** Standard scores are clamped to this: the curve need not hold beyond. */
    private static final double MAX_SCORE = 2;

    /** Rounding error of an average that should be 0. */
    private static final double ROUNDING = 1e-9;

    /** Features that are not 0, by number. */
    public record Row(List<Integer> numbers, List<Double> values) {}

    private final Map<String, Row> rows = new HashMap<>();
    private final Row average;
    private final int[] groups;
    private final int groupCount;

    private AttributeFeatures(Map<String, Map<String, List<String>>> described) {
        Set<String> names = new TreeSet<>();
        described.values().forEach(attributes -> names.addAll(attributes.keySet()));
        Map<String, double[]> moments = new TreeMap<>();
        Map<String, Integer> shared = new TreeMap<>();
        for (String name : names) {
            List<Double> numbers = numbers(described.values(), name);
            if (numbers.isEmpty()) {
                count(described.values(), name, shared);
            } else {
                moments(numbers, name, moments);
            }
        }
        Map<String, Integer> first = new LinkedHashMap<>();
        List<Integer> groupOf = new ArrayList<>();
        int group = 0;
        for (String name : moments.keySet()) {
            first.put(name, groupOf.size());
            groupOf.addAll(List.of(group, group));
            group++;
        }
        String last = "";
        for (String key : mostShared(shared, described.size())) {
            String name = key.substring(0, key.indexOf(0));
            if (!name.equals(last) || first.isEmpty()) {
                group++;
                last = name;
            }
            first.put(key, groupOf.size());
            groupOf.add(group - 1);
        }
        groups = groupOf.stream().mapToInt(g -> g).toArray();
        groupCount = groups.length == 0 ? 0 : groups[groups.length - 1] + 1;
        double[] sums = new double[groups.length];
        described.forEach((id, attributes) -> {
            Row row = row(attributes, moments, first);
            rows.put(id, row);
            for (int i = 0; i < row.numbers.size(); i++) {
                sums[row.numbers.get(i)] += row.values.get(i) / described.size();
            }
        });
        average = sparse(sums);
    }

    /**
     * The features of these entities.
     *
     * @param described by id: attributes by name
     */
    public static AttributeFeatures of(Map<String, Map<String, List<String>>> described) {
        return new AttributeFeatures(described);
    }

    /** Number of features. */
    int size() {
        return groups.length;
    }

    /** The group of each feature. Not to be modified. */
    int[] groups() {
        return groups;
    }

    /** Number of groups. */
    int groupCount() {
        return groupCount;
    }

    /** The features of an entity, or the average. */
    public Row row(String id) {
        return rows.getOrDefault(id, average);
    }

    private static Row row(
            Map<String, List<String>> attributes, Map<String, double[]> moments, Map<String, Integer> first) {
        double[] dense = new double[first.size() + moments.size()];
        attributes.forEach((name, values) -> {
            double[] moment = moments.get(name);
            if (moment != null) {
                double score = (number(values).orElse(moment[0]) - moment[0]) / moment[1];
                double z = Math.max(-MAX_SCORE, Math.min(MAX_SCORE, score));
                dense[first.getOrDefault(name, 0)] = z;
                dense[first.getOrDefault(name, 0) + 1] = z * z - 1;
            } else {
                for (String value : values) {
                    Integer number = first.get(name + "\u0000" + value);
                    if (number != null) {
                        dense[number] = 1;
                    }
                }
            }
        });
        return sparse(dense);
    }

    private static Row sparse(double[] dense) {
        List<Integer> numbers = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < dense.length; i++) {
            if (Math.abs(dense[i]) > ROUNDING) {
                numbers.add(i);
                values.add(dense[i]);
            }
        }
        return new Row(List.copyOf(numbers), List.copyOf(values));
    }

    /** The values of an attribute; empty unless each is one number. */
    private static List<Double> numbers(Collection<Map<String, List<String>>> described, String name) {
        List<Double> numbers = new ArrayList<>();
        for (Map<String, List<String>> attributes : described) {
            List<String> values = attributes.get(name);
            if (values != null) {
                OptionalDouble number = number(values);
                if (number.isEmpty()) {
                    return List.of();
                }
                numbers.add(number.getAsDouble());
            }
        }
        return numbers;
    }

    private static OptionalDouble number(List<String> values) {
        if (values.size() != 1) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(values.get(0));
            // squares of what lies beyond would not be finite
            return Math.abs(value) < 1e100 ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static void moments(List<Double> numbers, String name, Map<String, double[]> moments) {
        double mean = numbers.stream().mapToDouble(v -> v).sum() / numbers.size();
        double variance =
                numbers.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / numbers.size();
        double deviation = Math.sqrt(variance);
        // a spread below the rounding of the mean counts as none
        if (numbers.size() >= MIN_ENTITIES && deviation > 1e-9 * Math.abs(mean)) {
            moments.put(name, new double[] {mean, deviation});
        }
    }

    private static void count(
            Collection<Map<String, List<String>>> described, String name, Map<String, Integer> counts) {
        for (Map<String, List<String>> attributes : described) {
            attributes.getOrDefault(name, List.of()).stream()
                    .distinct()
                    .forEach(value -> counts.merge(name + "\u0000" + value, 1, Integer::sum));
        }
    }

    /** The values that most entities share, sorted by name and value. */
    private static List<String> mostShared(Map<String, Integer> counts, int entities) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() >= MIN_ENTITIES && count.getValue() < entities)
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_VALUES)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public String toString() {
        return "%d features in %d groups %s".formatted(size(), groupCount, Arrays.toString(groups));
    }
}
