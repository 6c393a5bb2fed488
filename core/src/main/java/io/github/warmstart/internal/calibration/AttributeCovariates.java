// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Covariates of a regression, from the attributes of a catalogue, with an intercept first.
 *
 * <p>An attribute whose values are all single numbers enters as a {@link LinearSpline}; every value of any other
 * attribute that enough items share enters as 0 or 1.
 *
 * <p>Immutable. Items with the same attributes share one array.
 */
final class AttributeCovariates {

    /** Minimum number of items that share a value; rarer values are left out. */
    private static final int MIN_ITEMS = 5;

    private static final int MAX_VALUES = 200;

    private final Map<String, LinearSpline> numbers;
    private final List<String> values;
    private final Map<String, double[]> byItem = new HashMap<>();
    private final double[] average;

    /** Chooses the covariates from a catalogue. */
    AttributeCovariates(ItemCatalog catalog) {
        Map<String, Item> items = new LinkedHashMap<>();
        catalog.items().forEach(item -> items.put(item.id(), item));
        numbers = numbers(items);
        Map<String, Integer> counts = sharedValues(items);
        values = List.copyOf(counts.keySet());
        Map<List<Double>, double[]> distinct = new HashMap<>();
        items.forEach((itemId, item) -> {
            double[] mine = of(item);
            byItem.put(
                    itemId, distinct.computeIfAbsent(Arrays.stream(mine).boxed().toList(), key -> mine));
        });
        average = new double[size()];
        for (String itemId : items.keySet()) {
            double[] mine = byItem.getOrDefault(itemId, average);
            for (int k = 0; k < average.length; k++) {
                average[k] += mine[k] / items.size();
            }
        }
        average[0] = 1;
    }

    /** Number of covariates, including the intercept. */
    int size() {
        return 1 + numbers.values().stream().mapToInt(LinearSpline::size).sum() + values.size();
    }

    /** Covariates of an item, or of the average item if the catalogue does not contain it. Must not be modified. */
    double[] of(String itemId) {
        return byItem.getOrDefault(itemId, average);
    }

    private double[] of(Item item) {
        double[] mine = new double[size()];
        mine[0] = 1;
        int position = 1;
        for (Map.Entry<String, LinearSpline> one : numbers.entrySet()) {
            double[] spline = one.getValue().at(number(item, one.getKey()));
            System.arraycopy(spline, 0, mine, position, spline.length);
            position += spline.length;
        }
        for (Map.Entry<String, List<String>> attribute : item.attributes().entrySet()) {
            for (String value : attribute.getValue()) {
                int index = Collections.binarySearch(values, name(attribute.getKey(), value));
                if (index >= 0) {
                    mine[position + index] = 1;
                }
            }
        }
        return mine;
    }

    /** Attributes whose values are all single numbers, and not all equal. */
    private static Map<String, LinearSpline> numbers(Map<String, Item> items) {
        Map<String, List<Double>> seen = new TreeMap<>();
        Map<String, Boolean> numeric = new TreeMap<>();
        for (Item item : items.values()) {
            for (String attribute : item.attributes().keySet()) {
                OptionalDouble value = number(item, attribute);
                numeric.merge(attribute, value.isPresent(), Boolean::logicalAnd);
                value.ifPresent(v ->
                        seen.computeIfAbsent(attribute, a -> new ArrayList<>()).add(v));
            }
        }
        Map<String, LinearSpline> numbers = new TreeMap<>();
        seen.forEach((attribute, list) -> {
            if (Boolean.TRUE.equals(numeric.get(attribute)) && list.size() >= MIN_ITEMS) {
                LinearSpline.of(list).ifPresent(spline -> numbers.put(attribute, spline));
            }
        });
        return numbers;
    }

    /** Number of items with each value, sorted by value. */
    private Map<String, Integer> sharedValues(Map<String, Item> items) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Item item : items.values()) {
            item.attributes().forEach((attribute, list) -> {
                if (!numbers.containsKey(attribute)) {
                    list.stream().distinct().forEach(value -> counts.merge(name(attribute, value), 1, Integer::sum));
                }
            });
        }
        Map<String, Integer> shared = new TreeMap<>();
        counts.entrySet().stream()
                .filter(count -> count.getValue() >= MIN_ITEMS && count.getValue() < items.size())
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_VALUES)
                .forEach(count -> shared.put(count.getKey(), count.getValue()));
        return shared;
    }

    private static OptionalDouble number(Item item, String attribute) {
        List<String> list = item.attributes().getOrDefault(attribute, List.of());
        if (list.size() != 1) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(list.get(0));
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static String name(String attribute, String value) {
        return attribute + "\u0000" + value;
    }
}
