// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import io.github.warmstart.catalog.Item;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds items by titles as a language model writes them: without regard to case, accents and punctuation; then also without
 * what stands in brackets at the end, such as a year, and with an article in front or behind. A title that fits two items
 * finds none.
 */
final class TitleIndex {

    private static final String AMBIGUOUS = "";
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern BRACKETS = Pattern.compile("\\s*[(\\[][^()\\[\\]]*[)\\]]\\s*$");
    private static final Pattern ARTICLE_BEHIND = Pattern.compile("(?i)^(.*), (the|a|an)$");
    private static final Pattern ARTICLE_IN_FRONT = Pattern.compile("^(the|a|an) (?=.)");

    private final Map<String, String> exact = new HashMap<>();
    private final Map<String, String> loose = new HashMap<>();

    TitleIndex(List<Item> items) {
        for (Item item : items) {
            add(exact, words(item.title()), item.id());
            add(loose, loose(item.title()), item.id());
        }
    }

    private static void add(Map<String, String> index, String key, String itemId) {
        if (!key.isEmpty()) {
            index.merge(key, itemId, (first, second) -> first.equals(second) ? first : AMBIGUOUS);
        }
    }

    /** The id of the item with a title. */
    Optional<String> find(String title) {
        String found = exact.get(words(title));
        if (found == null) {
            found = loose.getOrDefault(loose(title), AMBIGUOUS);
        }
        return found.equals(AMBIGUOUS) ? Optional.empty() : Optional.of(found);
    }

    private static String words(String title) {
        String plain = MARKS.matcher(Normalizer.normalize(title, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return NO_WORD.matcher(plain).replaceAll(" ").strip();
    }

    private static String loose(String title) {
        String base = BRACKETS.matcher(title.strip()).replaceAll("");
        base = ARTICLE_BEHIND.matcher(base).replaceAll("$1");
        return ARTICLE_IN_FRONT.matcher(words(base)).replaceAll("");
    }
}
