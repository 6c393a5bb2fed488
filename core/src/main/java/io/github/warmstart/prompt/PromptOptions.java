// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.internal.text.Sha256;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Options that decide the text of a prompt.
 *
 * @param domain what an item is, a noun in the singular
 * @param scaleMeaning what the ends of the scale mean; empty for nothing
 * @param audience who chooses, in the plural
 * @param choosing what they do with an item
 * @param allowedProfileAttributes attributes of user profiles that may leave, sorted
 * @param allowedItemAttributes attributes of items that may leave, sorted; null for all
 */
record PromptOptions(
        String domain,
        String scaleMeaning,
        String audience,
        String choosing,
        Set<String> allowedProfileAttributes,
        @Nullable Set<String> allowedItemAttributes) {

    /** Eight hex digits over all options but the domain. */
    String shortHash() {
        StringBuilder options = new StringBuilder();
        Stream.of(
                        List.of(scaleMeaning, audience, choosing),
                        allowedProfileAttributes,
                        allowedItemAttributes == null ? Set.of("") : allowedItemAttributes)
                .forEach(texts -> {
                    options.append(texts.size()).append(';');
                    texts.forEach(
                            text -> options.append(text.length()).append(':').append(text));
                });
        return Sha256.ofText(options.toString()).substring(0, 8);
    }
}
