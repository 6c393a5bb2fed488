// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.RatingScale;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Request to a generator. A {@link RatingRequest} asks how much items are liked: by a user, by a persona, or by the
 * audience. A {@link ChoiceRequest} asks what people choose, and needs no rating.
 *
 * <p>Immutable. The list of items is closed: an answer about any other item is rejected.
 */
public sealed interface SignalRequest permits RatingRequest, ChoiceRequest {

    /**
     * The kind of question.
     *
     * @return the kind
     */
    SignalKind kind();

    /**
     * The id of the user or persona.
     *
     * @return the id, which must not leave in a prompt if it is a user's; empty where the request is about people at
     *     large
     */
    Optional<String> subjectId();

    /**
     * The items that the request asks about; for a shortlist the items to choose from.
     *
     * @return one item or more, none of them twice
     */
    List<Item> items();

    /**
     * The same request about other items, for example those that are missing in an answer.
     *
     * @param items one item or more, none of them twice
     * @return a new request
     * @throws IllegalArgumentException if there is no item, an item occurs twice, or the evidence holds one of the
     *     items
     */
    SignalRequest withItems(List<Item> items);

    /**
     * Request to rate items as a user of the application.
     *
     * @param profile the user
     * @param known ratings of the user as evidence; none of them for one of the items
     * @param items the items to rate
     * @param scale the scale of both
     */
    record AsUser(UserProfile profile, List<KnownRating> known, List<Item> items, RatingScale scale)
            implements RatingRequest {

        /**
         * Rating that a generator is shown as evidence of a user's taste.
         *
         * @param item the rated item
         * @param value the rating, on the scale of the request
         */
        public record KnownRating(Item item, double value) {}

        /**
         * Copies and checks the lists.
         *
         * @throws IllegalArgumentException if there is no item, an item occurs twice, or the evidence holds one of the
         *     items
         */
        public AsUser {
            requireNonNull(profile, "profile");
            requireNonNull(scale, "scale");
            known = List.copyOf(known);
            items = Checks.closedList(items);
            for (KnownRating rating : known) {
                if (items.stream()
                        .anyMatch(item -> item.id().equals(rating.item().id()))) {
                    throw new IllegalArgumentException(
                            "known must not hold an item that is asked about, but holds '%s' (user '%s')"
                                    .formatted(rating.item().id(), profile.userId()));
                }
            }
        }

        @Override
        public SignalKind kind() {
            return SignalKind.USER;
        }

        @Override
        public Optional<String> subjectId() {
            return Optional.of(profile.userId());
        }

        @Override
        public SignalRequest withItems(List<Item> items) {
            return new AsUser(profile, known, items, scale);
        }
    }

    /**
     * Request to rate items as an invented user.
     *
     * @param persona the invented user
     * @param items the items to rate
     * @param scale the scale to rate on
     */
    record AsPersona(Persona persona, List<Item> items, RatingScale scale) implements RatingRequest {
        /**
         * Copies and checks the list.
         *
         * @throws IllegalArgumentException if there is no item, or an item occurs twice
         */
        public AsPersona {
            requireNonNull(persona, "persona");
            requireNonNull(scale, "scale");
            items = Checks.closedList(items);
        }

        @Override
        public SignalKind kind() {
            return SignalKind.PERSONA;
        }

        @Override
        public Optional<String> subjectId() {
            return Optional.of(persona.id());
        }

        @Override
        public SignalRequest withItems(List<Item> items) {
            return new AsPersona(persona, items, scale);
        }
    }

    /**
     * Request to estimate the mean rating of items by a general audience.
     *
     * @param items the items to rate
     * @param scale the scale to rate on
     * @param repeat whether this repeats an earlier request, to measure the agreement of the generator's answers: a
     *     stored answer to the first request must then not be used
     */
    record AsAudience(List<Item> items, RatingScale scale, boolean repeat) implements RatingRequest {
        /**
         * Copies and checks the list.
         *
         * @throws IllegalArgumentException if there is no item, or an item occurs twice
         */
        public AsAudience {
            requireNonNull(scale, "scale");
            items = Checks.closedList(items);
        }

        /**
         * A first request, which repeats no other.
         *
         * @param items the items to rate
         * @param scale the scale to rate on
         * @throws IllegalArgumentException if there is no item, or an item occurs twice
         */
        public AsAudience(List<Item> items, RatingScale scale) {
            this(items, scale, false);
        }

        @Override
        public SignalKind kind() {
            return SignalKind.AUDIENCE;
        }

        @Override
        public Optional<String> subjectId() {
            return Optional.empty();
        }

        @Override
        public SignalRequest withItems(List<Item> items) {
            return new AsAudience(items, scale, repeat);
        }
    }

    /** Checks of all kinds. */
    final class Checks {
        private Checks() {}

        static List<Item> closedList(List<Item> items) {
            if (items.isEmpty()) {
                throw new IllegalArgumentException("items must hold one item or more, but was empty");
            }
            Set<String> seen = new HashSet<>();
            for (Item item : items) {
                if (!seen.add(item.id())) {
                    throw new IllegalArgumentException(
                            "items must hold each item once, but '%s' stands twice".formatted(item.id()));
                }
            }
            return List.copyOf(items);
        }
    }
}
