// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.catalog;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Item that can be rated, as described to a language model or a person.
 *
 * <p>Immutable. Two items are equal if id, title and attributes are.
 *
 * @param id the application's own id, not blank; it never leaves in a prompt
 * @param title its name for people; treated as untrusted text
 * @param attributes attributes by name, each with one or more values: {@code genre -> [Comedy, Romance]}; sorted by name
 */
public record Item(String id, String title, Map<String, List<String>> attributes) {

    /**
     * Checks the id and copies the attributes.
     *
     * @throws IllegalArgumentException if the id is blank
     */
    public Item {
        if (id.isBlank()) {
            throw new IllegalArgumentException("id of an item must not be blank, but was '%s'".formatted(id));
        }
        requireNonNull(title, () -> "title of item '%s'".formatted(id));
        Map<String, List<String>> copy = new LinkedHashMap<>();
        new TreeMap<>(attributes).forEach((name, values) -> copy.put(name, List.copyOf(values)));
        attributes = Collections.unmodifiableMap(copy);
    }

    /**
     * An item without attributes.
     *
     * @param id the application's own id, not blank
     * @param title its name for people
     * @return the item
     */
    public static Item of(String id, String title) {
        return new Item(id, title, Map.of());
    }

    /**
     * The same item with another attribute.
     *
     * @param name the name of the attribute; an attribute of the same name is replaced
     * @param values its values
     * @return a new item
     */
    public Item with(String name, String... values) {
        Map<String, List<String>> more = new TreeMap<>(attributes);
        more.put(name, List.of(values));
        return new Item(id, title, more);
    }
}
