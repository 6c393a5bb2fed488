// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.question;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.text.CleanText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Writes items and profiles as lines of a prompt. All text that is not ours passes {@link CleanText}, and no id of an item
 * or user is written.
 */
public final class ItemText {

    private static final int TITLE_LENGTH = 200;
    private static final int ATTRIBUTES_LENGTH = 300;

    private final Set<String> allowedProfileAttributes;
    private final @Nullable Set<String> allowedItemAttributes;

    /**
     * A writer.
     *
     * @param allowedProfileAttributes attributes of user profiles that may leave
     * @param allowedItemAttributes attributes of items that may leave; null for all
     */
    public ItemText(Set<String> allowedProfileAttributes, @Nullable Set<String> allowedItemAttributes) {
        this.allowedProfileAttributes = allowedProfileAttributes;
        this.allowedItemAttributes = allowedItemAttributes;
    }

    /** Writes items as a block of lines, numbered from 1. */
    public void writeItems(List<Item> items, StringBuilder out) {
        out.append("<items>\n");
        for (int i = 0; i < items.size(); i++) {
            out.append(i + 1).append(". ").append(line(items.get(i))).append('\n');
        }
        out.append("</items>\n");
    }

    /** Writes those attributes of a user's profile that may leave as a block; nothing if there are none. */
    public void writeProfile(Map<String, List<String>> attributes, StringBuilder out) {
        StringBuilder lines = new StringBuilder();
        attributes.forEach((name, values) -> {
            if (allowedProfileAttributes.contains(name)) {
                lines.append(CleanText.of(attribute(name, values), ATTRIBUTES_LENGTH))
                        .append('\n');
            }
        });
        if (!lines.isEmpty()) {
            out.append("\n<person>\n").append(lines).append("</person>\n");
        }
    }

    /** The title of an item and those of its attributes that may leave, on one line. */
    public String line(Item item) {
        String title = CleanText.of(item.title(), TITLE_LENGTH);
        StringJoiner attributes = new StringJoiner("; ");
        item.attributes().forEach((name, values) -> {
            if (allowedItemAttributes == null || allowedItemAttributes.contains(name)) {
                attributes.add(attribute(name, values));
            }
        });
        String facts = CleanText.of(attributes.toString(), ATTRIBUTES_LENGTH);
        return (title.isEmpty() ? "untitled" : title) + (facts.isEmpty() ? "" : " (" + facts + ")");
    }

    private static String attribute(String name, List<String> values) {
        return name + ": " + String.join(", ", values);
    }
}
