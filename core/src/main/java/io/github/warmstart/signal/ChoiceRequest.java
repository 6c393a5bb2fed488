// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Request about what people choose. No part of it is a rating.
 *
 * <p>{@link Exposure}, {@link SimilarItems} and {@link Grades} are about people at large and are asked once for a catalogue;
 * a {@link Shortlist} is about one user.
 */
public sealed interface ChoiceRequest extends SignalRequest {

    /** The greatest share of people, in per cent; the least is 0. */
    double MAX_PERCENT = 100;

    /** The highest grade; the lowest is 0. */
    double MAX_GRADE = 9;

    /**
     * Request to estimate how widely items are chosen. The answer has one value for each item: the share of people who will
     * choose it, 0 to {@value ChoiceRequest#MAX_PERCENT} per cent, where 0 means that so few will that the item is not worth
     * naming.
     *
     * @param items the items, best in lots of 100 to 200
     */
    record Exposure(List<Item> items) implements ChoiceRequest {
        /**
         * Copies and checks the list.
         *
         * @throws IllegalArgumentException if there is no item, or an item occurs twice
         */
        public Exposure {
            items = Checks.closedList(items);
        }

        @Override
        public SignalKind kind() {
            return SignalKind.EXPOSURE;
        }

        @Override
        public Optional<String> subjectId() {
            return Optional.empty();
        }

        @Override
        public SignalRequest withItems(List<Item> items) {
            return new Exposure(items);
        }
    }

    /**
     * Request to name what people choose who choose an item. The answer has, for each item, the items that go with it: the
     * subject of a signal is the item that was asked about, its item is the one that was named, and its value is the rank,
     * from 1 for the best.
     *
     * @param items the items to find others for
     * @param candidates the items that may be named; each of the items may be among them
     * @param listed whether the candidates are shown in the prompt. Otherwise, as is best for a whole catalogue, titles are
     *     named, and looked up among the candidates
     * @param length the greatest number of items to name for each, 1 or more
     */
    record SimilarItems(List<Item> items, List<Item> candidates, boolean listed, int length) implements ChoiceRequest {
        /**
         * Copies and checks the lists.
         *
         * @throws IllegalArgumentException if a list is empty or holds an item twice, or the length is below 1
         */
        public SimilarItems {
            items = Checks.closedList(items);
            candidates = Checks.closedList(candidates);
            ChoiceChecks.length(length);
        }

        @Override
        public SignalKind kind() {
            return SignalKind.SIMILAR;
        }

        @Override
        public Optional<String> subjectId() {
            return Optional.empty();
        }

        @Override
        public SignalRequest withItems(List<Item> items) {
            return new SimilarItems(items, candidates, listed, length);
        }
    }

    /**
     * Request to name the items that one user would choose and like, best first. The value of a signal is the rank, from 1.
     *
     * <p>What was not named is an answer too: the request is answered as a whole or not at all.
     *
     * @param profile the user
     * @param known items that the user has chosen, without ratings; one of them that is named is dropped
     * @param items the items to choose from. The same list for all users is cheapest, because providers cache it, so it may
     *     hold known items
     * @param length the greatest number of items to name, 1 or more
     */
    record Shortlist(UserProfile profile, List<Item> known, List<Item> items, int length) implements ChoiceRequest {
        /**
         * Copies and checks the lists.
         *
         * @throws IllegalArgumentException if there is nothing to choose from, a list holds an item twice, or the length is
         *     below 1
         */
        public Shortlist {
            requireNonNull(profile, "profile");
            known = known.isEmpty() ? List.of() : Checks.closedList(known);
            items = Checks.closedList(items);
            ChoiceChecks.length(length);
        }

        @Override
        public SignalKind kind() {
            return SignalKind.SHORTLIST;
        }

        @Override
        public Optional<String> subjectId() {
            return Optional.of(profile.userId());
        }

        @Override
        public SignalRequest withItems(List<Item> items) {
            return new Shortlist(profile, known, items, length);
        }
    }

    /**
     * Request to grade items on attributes, for catalogues that have none. The answer has one signal for each item and
     * attribute: its subject is the attribute, its value the grade, 0 to {@value ChoiceRequest#MAX_GRADE}.
     *
     * @param attributes what to grade, in words such as {@code dark} or {@code for children}; none blank, none twice
     * @param items the items to grade
     */
    record Grades(List<String> attributes, List<Item> items) implements ChoiceRequest {
        /**
         * Copies and checks the lists.
         *
         * @throws IllegalArgumentException if there is no item or attribute, one occurs twice, or an attribute is blank
         */
        public Grades {
            attributes = ChoiceChecks.attributes(attributes);
            items = Checks.closedList(items);
        }

        @Override
        public SignalKind kind() {
            return SignalKind.GRADES;
        }

        @Override
        public Optional<String> subjectId() {
            return Optional.empty();
        }

        @Override
        public SignalRequest withItems(List<Item> items) {
            return new Grades(attributes, items);
        }
    }

    /** Checks of values that only these requests have. */
    final class ChoiceChecks {
        private ChoiceChecks() {}

        private static void length(int length) {
            if (length < 1) {
                throw new IllegalArgumentException("length must be >= 1, but was " + length);
            }
        }

        private static List<String> attributes(List<String> attributes) {
            if (attributes.isEmpty()) {
                throw new IllegalArgumentException("attributes must hold one or more, but was empty");
            }
            Set<String> seen = new HashSet<>();
            for (String attribute : attributes) {
                if (attribute.isBlank() || !seen.add(attribute)) {
                    throw new IllegalArgumentException(
                            "attributes must hold each once and none that is blank, but holds '%s'"
                                    .formatted(attribute));
                }
            }
            return List.copyOf(attributes);
        }
    }
}
