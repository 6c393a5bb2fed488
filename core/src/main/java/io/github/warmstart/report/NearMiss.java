// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.internal.text.CleanText;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Ids of two sources that would be equal if one difference of form did not matter.
 *
 * @param difference the difference
 * @param count ids of the first source that would be found in the second
 * @param example one of them, shortened to 80 characters
 * @param counterpart the id of the second source that it would be equal to
 */
public record NearMiss(Difference difference, int count, String example, String counterpart) {

    private static final int MAX_LENGTH = 80;
    /** A longer number is no id; the limit keeps {@code 1E999999} from being written out. */
    private static final int MAX_DIGITS = 40;

    /** Shortens the ids, and makes them safe to print. */
    public NearMiss {
        example = CleanText.quoted(example, MAX_LENGTH);
        counterpart = CleanText.quoted(counterpart, MAX_LENGTH);
    }

    /** Difference in the form of an id. */
    public enum Difference {
        /** Spaces, tabs or invisible characters. */
        WHITESPACE("spaces"),
        /** Upper and lower case. */
        CASE("upper and lower case"),
        /** Composed and decomposed characters, or wide ones. */
        UNICODE("the form of their characters"),
        /** A whole number written as a fraction or with an exponent: {@code 123.0}, {@code 1.2E7}. */
        NUMBER_FORMAT("the format of numbers"),
        /** {@code 0123} and {@code 123}. */
        LEADING_ZEROS("leading zeros"),
        /** {@code sku-123} and {@code 123}. */
        PREFIX("a prefix"),
        /** Quotes or brackets around the id. */
        QUOTES("quotes or brackets");

        private final String words;

        Difference(String words) {
            this.words = words;
        }

        /**
         * The difference in words.
         *
         * @return words that follow "differ only in"
         */
        public String words() {
            return words;
        }
    }

    private static final Map<Difference, UnaryOperator<String>> FORMS = forms();

    private static Map<Difference, UnaryOperator<String>> forms() {
        Map<Difference, UnaryOperator<String>> forms = new LinkedHashMap<>();
        forms.put(Difference.WHITESPACE, id -> id.replaceAll("[\\s\\p{Z}\\p{C}]+", ""));
        forms.put(Difference.CASE, id -> id.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
        forms.put(Difference.UNICODE, id -> Normalizer.normalize(id, Normalizer.Form.NFKC));
        forms.put(Difference.NUMBER_FORMAT, NearMiss::wholeNumber);
        forms.put(Difference.LEADING_ZEROS, id -> id.replaceFirst("^0+(?=.)", ""));
        forms.put(Difference.QUOTES, id -> id.replaceAll("^[\"'\\[({<]+|[\"'\\])}>]+$", ""));
        return forms;
    }

    /** The number in plain digits, or the id itself if it is no whole number. */
    private static String wholeNumber(String id) {
        if (id.isEmpty() || id.length() > MAX_DIGITS || "0123456789+-.".indexOf(id.charAt(0)) < 0) {
            return id;
        }
        try {
            BigDecimal number = new BigDecimal(id).stripTrailingZeros();
            return number.scale() <= 0 && number.precision() - number.scale() <= MAX_DIGITS
                    ? number.toPlainString()
                    : id;
        } catch (NumberFormatException text) {
            return id;
        }
    }

    /**
     * The differences between two sets of ids that have none in common, the most frequent first.
     *
     * @param ids ids of the first source
     * @param others ids of the second
     */
    static List<NearMiss> between(Collection<String> ids, Collection<String> others) {
        List<NearMiss> found = new ArrayList<>();
        if (ids.isEmpty() || others.isEmpty()) {
            return found;
        }
        FORMS.forEach((difference, form) -> add(found, difference, ids, others, form));
        addPrefix(found, ids, others);
        found.sort(Comparator.comparingInt(NearMiss::count).reversed());
        return List.copyOf(found);
    }

    private static void add(
            List<NearMiss> found,
            Difference difference,
            Collection<String> ids,
            Collection<String> others,
            UnaryOperator<String> form) {
        Map<String, String> byForm = new HashMap<>();
        for (String other : others) {
            byForm.putIfAbsent(form.apply(other), other);
        }
        List<String> pair = new ArrayList<>();
        int count = 0;
        for (String id : ids) {
            String other = byForm.get(form.apply(id));
            if (other != null) {
                count++;
                if (pair.isEmpty()) {
                    pair.add(id);
                    pair.add(other);
                }
            }
        }
        if (count > 0) {
            found.add(new NearMiss(difference, count, pair.get(0), pair.get(1)));
        }
    }

    /** Ids that are equal without the prefix that most ids of their side have. */
    private static void addPrefix(List<NearMiss> found, Collection<String> ids, Collection<String> others) {
        String prefix = usualPrefix(ids);
        String otherPrefix = usualPrefix(others);
        if (!prefix.equals(otherPrefix)) {
            add(found, Difference.PREFIX, ids, others, id -> {
                if (!prefix.isEmpty() && id.startsWith(prefix)) {
                    return id.substring(prefix.length());
                }
                return !otherPrefix.isEmpty() && id.startsWith(otherPrefix) ? id.substring(otherPrefix.length()) : id;
            });
        }
    }

    /** The text before the last word that at least half of the ids begin with, or nothing. */
    private static String usualPrefix(Collection<String> ids) {
        Map<String, Integer> counts = new HashMap<>();
        for (String id : ids) {
            counts.merge(id.substring(0, wordStart(id)), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .filter(entry -> 2 * entry.getValue() >= ids.size())
                .map(Map.Entry::getKey)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /** Where the last run of digits starts, or after the last separator if the id does not end with digits. */
    private static int wordStart(String id) {
        int start = id.length();
        while (start > 0 && Character.isDigit(id.charAt(start - 1))) {
            start--;
        }
        if (start == id.length()) {
            while (start > 0 && Character.isLetterOrDigit(id.charAt(start - 1))) {
                start--;
            }
        }
        return start;
    }
}
