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
 * What a choice learner learns from. Immutable if its parts are.
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
     * Starts from interactions.
     *
     * @param table all choices that are visible; its items are what can be recommended
     * @return a builder for one thread
     */
    public static Builder builder(InteractionTable table) {
        return new Builder(requireNonNull(table, "table"));
    }

    /**
     * A builder with the same parts.
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
     * The users who are new.
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
     * What a language model said.
     *
     * @return the signals, none unless set
     */
    public ChoiceSignals signals() {
        return signals;
    }

    /**
     * Liking of choices.
     *
     * @return the liking, or nothing where only choices are known
     */
    public Optional<Liking> liking() {
        return Optional.ofNullable(liking);
    }

    /** Gathers the parts. For one thread. */
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
         * The users whose few choices are no sample of what people choose.
         *
         * @param userIds the application's own ids, seen or not; none unless set
         * @return this
         */
        public Builder newcomers(Collection<String> userIds) {
            newcomers = requireNonNull(userIds, "userIds");
            return this;
        }

        /**
         * The catalogue. Attributes with few values are compared between items; a numeric attribute {@code year} is
         * taken for the time from which an item could be chosen.
         *
         * @param catalog the items; none unless set
         * @return this
         */
        public Builder catalog(ItemCatalog catalog) {
            this.catalog = requireNonNull(catalog, "catalog");
            return this;
        }

        /**
         * What a language model said.
         *
         * @param signals the answers; none unless set
         * @return this
         */
        public Builder signals(ChoiceSignals signals) {
            this.signals = requireNonNull(signals, "signals");
            return this;
        }

        /**
         * Liking of choices.
         *
         * @param liking the liking, or null where only choices are known, as is the case unless set
         * @return this
         */
        public Builder liking(@Nullable Liking liking) {
            this.liking = liking;
            return this;
        }

        /**
         * Makes the data.
         *
         * @return the data
         */
        public ChoiceData build() {
            return new ChoiceData(this);
        }
    }
}
