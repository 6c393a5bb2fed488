// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers of a language model about choices: exposure of items, similar items, grades of items, and shortlists for single
 * users. Immutable and thread-safe.
 */
public final class ChoiceSignals {

    private static final ChoiceSignals NONE = builder().build();

    private final Map<String, Double> exposure;
    private final Map<String, List<String>> similar;
    private final Map<String, List<String>> shortlists;
    private final Map<String, List<Double>> grades;
    private final Map<String, Probe> probes;

    /**
     * Shortlist of a warm user treated as new, tested on the user's other choices.
     *
     * @param known the choices shown to the language model
     * @param shortlist the items that it named, best first
     */
    public record Probe(List<String> known, List<String> shortlist) {

        /** Copies both lists. */
        public Probe {
            known = List.copyOf(known);
            shortlist = List.copyOf(shortlist);
        }
    }

    private ChoiceSignals(Builder builder) {
        exposure = frozen(builder.exposure);
        similar = frozen(builder.similar);
        shortlists = frozen(builder.shortlists);
        grades = frozen(builder.grades);
        probes = frozen(builder.probes);
    }

    private static <T> Map<String, T> frozen(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * No answers.
     *
     * @return empty signals
     */
    public static ChoiceSignals none() {
        return NONE;
    }

    /**
     * Creates a builder.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates a builder with the same answers.
     *
     * @return a new builder for one thread
     */
    public Builder toBuilder() {
        Builder builder = builder();
        builder.exposure.putAll(exposure);
        builder.similar.putAll(similar);
        builder.shortlists.putAll(shortlists);
        builder.grades.putAll(grades);
        builder.probes.putAll(probes);
        return builder;
    }

    /**
     * The share of people who choose each item that the model named.
     *
     * @return per cent by item id; absent for items that the model did not name
     */
    public Map<String, Double> exposure() {
        return exposure;
    }

    /**
     * Items that people choose together with an item.
     *
     * @return items by item id, best first
     */
    public Map<String, List<String>> similar() {
        return similar;
    }

    /**
     * Shortlists: the items that single users are expected to choose and like.
     *
     * @return items by user id, best first
     */
    public Map<String, List<String>> shortlists() {
        return shortlists;
    }

    /**
     * Grades of items on a few attributes.
     *
     * @return grades by item id, the same number for each item
     */
    public Map<String, List<Double>> grades() {
        return grades;
    }

    /**
     * Shortlists of warm users.
     *
     * @return by user id
     */
    public Map<String, Probe> probes() {
        return probes;
    }

    /** Builder of {@link ChoiceSignals}. For one thread. */
    public static final class Builder {

        private final Map<String, Double> exposure = new LinkedHashMap<>();
        private final Map<String, List<String>> similar = new LinkedHashMap<>();
        private final Map<String, List<String>> shortlists = new LinkedHashMap<>();
        private final Map<String, List<Double>> grades = new LinkedHashMap<>();
        private final Map<String, Probe> probes = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets the exposure of items.
         *
         * @param percents by item id, finite and above 0; without items that the model did not name
         * @return this
         * @throws IllegalArgumentException if a value is not finite or not above 0
         */
        public Builder exposure(Map<String, Double> percents) {
            percents.forEach((itemId, percent) -> {
                if (!(percent > 0) || !Double.isFinite(percent)) {
                    throw new IllegalArgumentException(
                            "exposure of item '%s' must be finite and > 0, but was %s".formatted(itemId, percent));
                }
            });
            exposure.clear();
            exposure.putAll(percents);
            return this;
        }

        /**
         * Sets the similar items.
         *
         * @param items by item id, best first
         * @return this
         */
        public Builder similar(Map<String, ? extends Collection<String>> items) {
            similar.clear();
            items.forEach((itemId, others) -> similar.put(itemId, List.copyOf(others)));
            return this;
        }

        /**
         * Sets the shortlists of users.
         *
         * @param items by user id, best first
         * @return this
         */
        public Builder shortlists(Map<String, ? extends Collection<String>> items) {
            shortlists.clear();
            items.forEach((userId, named) -> shortlists.put(userId, List.copyOf(named)));
            return this;
        }

        /**
         * Sets the grades.
         *
         * @param ofItems by item id, all of the same length
         * @return this
         * @throws IllegalArgumentException if lengths differ or a grade is not finite
         */
        public Builder grades(Map<String, ? extends Collection<Double>> ofItems) {
            grades.clear();
            List<Integer> lengths = new ArrayList<>();
            ofItems.forEach((itemId, values) -> {
                lengths.add(values.size());
                if (values.size() != lengths.get(0) || !values.stream().allMatch(Double::isFinite)) {
                    throw new IllegalArgumentException("grades of item '%s' must be %d finite numbers, but were %s"
                            .formatted(itemId, lengths.get(0), values));
                }
                grades.put(itemId, List.copyOf(values));
            });
            return this;
        }

        /**
         * Sets the shortlists of warm users, on which shortlists are tested.
         *
         * @param ofUsers by user id
         * @return this
         */
        public Builder probes(Map<String, Probe> ofUsers) {
            probes.clear();
            probes.putAll(ofUsers);
            return this;
        }

        /**
         * Builds the signals.
         *
         * @return the signals
         */
        public ChoiceSignals build() {
            return new ChoiceSignals(this);
        }
    }
}
