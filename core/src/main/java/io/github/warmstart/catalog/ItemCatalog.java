// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Catalogue of the items of an application, in a fixed order, with lookup by id. Immutable and thread-safe. */
public final class ItemCatalog {

    private final Map<String, Item> items;

    private ItemCatalog(Map<String, Item> items) {
        this.items = Collections.unmodifiableMap(items);
    }

    /**
     * A catalogue of these items, in their order.
     *
     * @param items the items
     * @return the catalogue
     * @throws IllegalArgumentException if two items share an id
     */
    public static ItemCatalog of(Collection<Item> items) {
        Map<String, Item> byId = new LinkedHashMap<>();
        for (Item item : items) {
            if (byId.put(item.id(), item) != null) {
                throw new IllegalArgumentException(
                        "ids of items must be unique, but '%s' occurs twice: merge the two".formatted(item.id()));
            }
        }
        return new ItemCatalog(byId);
    }

    /**
     * The item with an id.
     *
     * @param itemId the application's own id
     * @return the item; empty if the catalogue does not hold it
     */
    public Optional<Item> item(String itemId) {
        return Optional.ofNullable(items.get(itemId));
    }

    /**
     * All items, in the order of the catalogue.
     *
     * @return an unmodifiable view
     */
    public Collection<Item> items() {
        return items.values();
    }

    /**
     * The number of items.
     *
     * @return 0 or more
     */
    public int size() {
        return items.size();
    }
}
