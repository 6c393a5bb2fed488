// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.interaction.Interaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folder of interactions: {@code interactions.csv} with users and items, {@code items.csv} with items and titles. */
public final class InteractionsFolder {

    private final Path folder;

    private InteractionsFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Creates a reader of a folder.
     *
     * @param folder folder of both files
     * @return the reader; nothing is read yet
     */
    public static InteractionsFolder of(Path folder) {
        return new InteractionsFolder(requireNonNull(folder, "folder"));
    }

    /**
     * Reads the interactions.
     *
     * @return in the order of the file
     * @throws io.github.warmstart.rating.RatingException if the file is missing or breaks a rule
     */
    public List<Interaction> interactions() {
        List<Interaction> interactions = new ArrayList<>();
        new CsvFile(folder.resolve("interactions.csv"), "userId", "itemId")
                .forEach(row -> interactions.add(new Interaction(row.required("userId"), row.required("itemId"))));
        return List.copyOf(interactions);
    }

    /**
     * Reads the items.
     *
     * @return in the order of the file
     * @throws io.github.warmstart.rating.RatingException if the file is missing or breaks a rule
     */
    public ItemCatalog catalog() {
        List<Item> items = new ArrayList<>();
        new CsvFile(folder.resolve("items.csv"), "itemId", "title")
                .forEach(row -> items.add(Item.of(row.required("itemId"), row.required("title"))));
        return ItemCatalog.of(items);
    }
}
