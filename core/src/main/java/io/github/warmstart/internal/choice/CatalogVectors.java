// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.feature.ItemVectorSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Attributes of a catalogue and grades of a language model as vectors, by the item indices of a table. */
public final class CatalogVectors {

    /** The attribute with the year of an item's release. */
    public static final String YEAR = "year";

    /** Minimum number of items with a value for it to become a coordinate. */
    private static final int MIN_ITEMS = 5;

    private static final int MAX_COORDINATES = 200;

    private CatalogVectors() {}

    /**
     * Vectors of attributes, with one coordinate, 0 or 1, per value of a categorical attribute.
     *
     * @param catalog the items
     * @param table table of the item indices
     * @return the vectors; empty if no value is frequent enough
     */
    public static Optional<ItemVectorSpace> attributes(ItemCatalog catalog, InteractionTable table) {
        Map<String, Integer> frequencies = new TreeMap<>();
        for (Item item : catalog.items()) {
            values(item).forEach(value -> frequencies.merge(value, 1, Integer::sum));
        }
        Map<String, Integer> coordinates = new LinkedHashMap<>();
        frequencies.entrySet().stream()
                .filter(entry -> entry.getValue() >= MIN_ITEMS && entry.getValue() < catalog.size())
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_COORDINATES)
                .forEach(entry -> coordinates.put(entry.getKey(), coordinates.size()));
        if (coordinates.isEmpty()) {
            return Optional.empty();
        }
        double[][] vectors = new double[table.itemCount()][];
        for (int index = 0; index < vectors.length; index++) {
            Optional<Item> item = catalog.item(table.itemId(index));
            vectors[index] = new double[item.isPresent() ? coordinates.size() : 0];
            for (String value : item.map(CatalogVectors::values).orElse(List.of())) {
                Integer coordinate = coordinates.get(value);
                if (coordinate != null) {
                    vectors[index][coordinate] = 1;
                }
            }
        }
        return Optional.of(new ItemVectorSpace(vectors));
    }

    private static List<String> values(Item item) {
        List<String> values = new ArrayList<>();
        item.attributes().forEach((name, all) -> {
            if (!name.equals(YEAR)) {
                all.forEach(value -> values.add(name + '\n' + value));
            }
        });
        return values;
    }

    /**
     * Release years by item.
     *
     * @param catalog the items
     * @param table table of the item indices
     * @return one year per item, NaN if unknown; null if all are unknown
     */
    public static double @Nullable [] years(ItemCatalog catalog, InteractionTable table) {
        double[] years = new double[table.itemCount()];
        for (int index = 0; index < years.length; index++) {
            years[index] = catalog.item(table.itemId(index))
                    .map(item -> year(item.attributes().getOrDefault(YEAR, List.of())))
                    .orElse(Double.NaN);
        }
        return Arrays.stream(years).allMatch(Double::isNaN) ? null : years;
    }

    private static double year(List<String> values) {
        try {
            return values.size() == 1 ? Integer.parseInt(values.get(0).strip()) : Double.NaN;
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    /**
     * Grades as vectors.
     *
     * @param grades by item id
     * @param table table of the item indices
     * @return the vectors; empty if there are none
     */
    public static Optional<ItemVectorSpace> grades(Map<String, List<Double>> grades, InteractionTable table) {
        if (grades.isEmpty()) {
            return Optional.empty();
        }
        double[][] vectors = new double[table.itemCount()][];
        for (int index = 0; index < vectors.length; index++) {
            vectors[index] = grades.getOrDefault(table.itemId(index), List.of()).stream()
                    .mapToDouble(grade -> grade)
                    .toArray();
        }
        return Optional.of(new ItemVectorSpace(vectors));
    }
}
