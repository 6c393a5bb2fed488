// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one object of a reply says of itself. The names that were asked for win over others that mean the same. */
final class RowFields {

    /** An {@code index} is not among them: it may count from 0. */
    private static final Set<String> OTHER_NUMBERS = Set.of("number", "item", "id", "item_number");

    private static final Set<String> OTHER_RATINGS = Set.of("score", "value", "stars");

    private final @Nullable String key;
    private final Field number = new Field();
    private final Field rating = new Field();
    private final Field otherNumber = new Field();
    private final Field otherRating = new Field();

    /**
     * No field yet.
     *
     * @param key the number under which the object stands; null if it stands under none
     */
    RowFields(@Nullable String key) {
        this.key = key;
    }

    void take(String name, @Nullable String value) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.equals("n")) {
            number.take(value);
        } else if (lowerCase.equals("rating")) {
            rating.take(value);
        } else if (OTHER_NUMBERS.contains(lowerCase)) {
            otherNumber.take(value);
        } else if (OTHER_RATINGS.contains(lowerCase)) {
            otherRating.take(value);
        }
    }

    ReplyRow row() {
        return new ReplyRow(number(), rating.taken ? rating.value : otherRating.value, keyed());
    }

    /** A row that lacks nothing but may hold nonsense. */
    boolean isRow() {
        return (number.taken || key != null || otherNumber.taken) && (rating.taken || otherRating.taken);
    }

    /** Meant as a row, as far as one can see. */
    boolean isBegun() {
        return number.taken || key != null || rating.taken;
    }

    private @Nullable String number() {
        if (number.taken) {
            return number.value;
        }
        return key == null ? otherNumber.value : key;
    }

    private boolean keyed() {
        return !number.taken && key != null;
    }

    /** One field, which may stand twice; if it then says two things, it says nothing. */
    private static final class Field {

        private boolean taken;
        private @Nullable String value;

        void take(@Nullable String next) {
            value = taken && !Objects.equals(value, next) ? null : next;
            taken = true;
        }
    }
}
