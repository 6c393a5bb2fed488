// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.data;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.interaction.InteractionTable;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Training data of a choice learner. Immutable if its parts are.
 */
public final class ChoiceData {

    private final InteractionTable table;
    private final Set<String> newcomers;
    private final ItemCatalog catalog;
    private final ChoiceSignals signals;
    private final @Nullable Liking liking;

    private ChoiceData(Builder builder) {
        table = builder.table;
        newcomers = Collections.unmodifiableSet(new LinkedHashSet<>(builder.newcomers));
        catalog = builder.catalog;
        signals = builder.signals;
        liking = builder.liking;
    }

    /**
     * Creates a builder with interactions.
     *
     * @param table all visible choices; its items are those that can be recommended
     * @return a builder for one thread
     */
    public static Builder builder(InteractionTable table) {
        return new Builder(requireNonNull(table, "table"));
    }

    /**
     * Creates a builder with the same parts.
     *
     * @return a new builder for one thread
     */
    public Builder toBuilder() {
        Builder builder = new Builder(table);
        builder.newcomers = newcomers;
        builder.catalog = catalog;
        builder.signals = signals;
        builder.liking = liking;
        return builder;
    }

    /**
     * The visible choices.
     *
     * @return the table
     */
    public InteractionTable table() {
        return table;
    }

    /**
     * The new users.
     *
     * @return their ids
     */
    public Set<String> newcomers() {
        return newcomers;
    }

    /**
     * The catalogue, whose attributes are features.
     *
     * @return the catalogue, empty unless set
     */
    public ItemCatalog catalog() {
        return catalog;
    }

    /**
     * Answers of a language model.
     *
     * @return the signals; none unless set
     */
    public ChoiceSignals signals() {
        return signals;
    }

    /**
     * Liking of choices.
     *
     * @return the liking; empty if only choices are known
     */
    public Optional<Liking> liking() {
        return Optional.ofNullable(liking);
    }

    /** Builder of {@link ChoiceData}. For one thread. */
    public static final class Builder {

        private final InteractionTable table;
        private Collection<String> newcomers = Set.of();
        private ItemCatalog catalog = ItemCatalog.of(List.of());
        private ChoiceSignals signals = ChoiceSignals.none();
        private @Nullable Liking liking;

        private Builder(InteractionTable table) {
            this.table = table;
        }

        /**
         * Sets the new users, whose few choices are not a random sample of their choices.
         *
         * @param userIds the application's own ids, known or not; none unless set
         * @return this
         */
        public Builder newcomers(Collection<String> userIds) {
            newcomers = requireNonNull(userIds, "userIds");
            return this;
        }

        /**
         * Sets the catalogue. Attributes with few values are compared between items; a numeric attribute {@code year} is
         * the time from which an item could be chosen.
         *
         * @param catalog the items; none unless set
         * @return this
         */
        public Builder catalog(ItemCatalog catalog) {
            this.catalog = requireNonNull(catalog, "catalog");
            return this;
        }

        /**
         * Sets the answers of a language model.
         *
         * @param signals the answers; none unless set
         * @return this
         */
        public Builder signals(ChoiceSignals signals) {
            this.signals = requireNonNull(signals, "signals");
            return this;
        }

        /**
         * Sets the liking of choices.
         *
         * @param liking the liking; null if only choices are known, which is the default
         * @return this
         */
        public Builder liking(@Nullable Liking liking) {
            this.liking = liking;
            return this;
        }

        /**
         * Builds the data.
         *
         * @return the data
         */
        public ChoiceData build() {
            return new ChoiceData(this);
        }
    }
}
