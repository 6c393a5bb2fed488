// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.choice.data.Liking;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.internal.loop.choice.ChoiceScope;
import io.github.warmstart.journal.SignalJournal;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Warm start of lists from interactions and generated signals, for an application that knows who chose what and no rating.
 *
 * <pre>{@code
 * ListStart start = ColdStartBootstrapper.builder()
 *         .interactions(orders).catalog(catalog).generator(generator).budget(Budget.tokens(500_000))
 *         .build()
 *         .warmStart();
 * List<RankedItem> top = start.recommend("u-17", 10);
 * }</pre>
 *
 * <p>It asks how widely items are chosen, then which go together, then for shortlists of warm users who are made newcomers
 * (probes), then for shortlists of newcomers; grades of items, where the host names attributes. Kinds that the generator does
 * not answer are left out. The gate for order decides what is used.
 *
 * <p>Immutable and thread-safe as far as its parts are; each call of {@link #warmStart()} is a new run. The same answers,
 * interactions, options and seed give the same model bit for bit, in whatever order the answers arrive.
 */
public final class ListBootstrapper {

    /** Default greatest number of items whose exposure is asked for. */
    public static final int DEFAULT_EXPOSURE_ITEMS = 10_000;
    /** Default greatest number of items that similar items are asked for. */
    public static final int DEFAULT_SIMILAR_ITEMS = 400;
    /** Default greatest number of newcomers that shortlists are asked for. */
    public static final int DEFAULT_SHORTLIST_USERS = 200;
    /** Default number of warm users whose shortlists judge shortlists. */
    public static final int DEFAULT_PROBES = 20;
    /** A user with fewer interactions is a newcomer, unless the host names the newcomers. */
    public static final int DEFAULT_COLD_BELOW = 10;

    private final ListOptions options;

    private ListBootstrapper(ListOptions options) {
        this.options = options;
    }

    /**
     * Starts from interactions.
     *
     * @param interactions their source
     * @return a builder for one thread
     */
    public static Builder builder(InteractionSource interactions) {
        return new Builder(requireNonNull(interactions, "interactions"));
    }

    /**
     * Runs a warm start: reads the interactions, asks, tests and learns.
     *
     * <p>A generator that fails, partly or wholly, is reported and not thrown; what was received before is tested as usual.
     *
     * @return the model, the signals and the report
     * @throws InterruptedException if the calling thread was interrupted; requests in flight are abandoned
     * @throws RatingException if the interactions cannot be read
     */
    public ListStart warmStart() throws InterruptedException {
        return new ListRun(options).run();
    }

    /**
     * Plans a warm start and estimates its cost without sending a request. Which items are listed depends on earlier answers,
     * so tokens of later kinds are approximate.
     *
     * @return requests, tokens and cost, before the budget cuts them off
     * @throws RatingException if the interactions cannot be read
     */
    public WarmStartEstimate estimate() {
        return new ListRun(options).estimate();
    }

    /** Builder of a {@link ListBootstrapper}. For one thread. */
    public static final class Builder {

        private final InteractionSource interactions;
        private ReadRules readRules = ReadRules.DEFAULT;
        private boolean disjointCatalogAllowed;
        private @Nullable SyntheticSignalGenerator generator;
        private @Nullable SignalJournal journal;
        private @Nullable ItemCatalog catalog;
        private @Nullable Liking liking;
        private Budget budget = Budget.requests(ListOptions.DEFAULT_REQUESTS);
        private WarmStartListener listener = WarmStartListener.NONE;
        private Clock clock = Clock.systemUTC();
        private @Nullable List<String> coldUsers;
        private int coldBelow = DEFAULT_COLD_BELOW;
        private List<UserProfile> profiles = List.of();
        private int exposureItems = DEFAULT_EXPOSURE_ITEMS;
        private int similarItems = DEFAULT_SIMILAR_ITEMS;
        private int shortlistUsers = DEFAULT_SHORTLIST_USERS;
        private int probes = DEFAULT_PROBES;
        private Map<String, List<String>> probeChoices = Map.of();
        private List<String> attributes = List.of();
        private long seed = ListOptions.DEFAULT_SEED;

        private Builder(InteractionSource interactions) {
            this.interactions = interactions;
        }

        /**
         * Sets how interactions are read. Repeated pairs are counted, whatever the rules say of duplicates.
         *
         * @param rules {@link ReadRules#DEFAULT} unless set
         * @return this
         */
        public Builder readRules(ReadRules rules) {
            readRules = requireNonNull(rules, "rules");
            return this;
        }

        /**
         * Allows a catalogue that holds not one chosen item, such as that of a new season. Unless allowed, that is an error
         * before anything is sent, as it usually means that the ids do not match.
         *
         * @return this
         */
        public Builder allowDisjointCatalog() {
            disjointCatalogAllowed = true;
            return this;
        }

        /**
         * Sets the items that can be asked about and recommended, with the text that a generator reads. Required.
         *
         * @param items the items
         * @return this
         */
        public Builder catalog(ItemCatalog items) {
            catalog = requireNonNull(items, "items");
            return this;
        }

        /**
         * Sets the source of signals. Required. Of the {@linkplain SyntheticSignalGenerator#kinds() kinds} that it answers,
         * those about choices are asked.
         *
         * @param source the generator; stays open
         * @return this
         */
        public Builder generator(SyntheticSignalGenerator source) {
            generator = requireNonNull(source, "source");
            return this;
        }

        /**
         * Sets a journal that answers repeated requests for free: {@link SignalJournal#record(SyntheticSignalGenerator)}.
         *
         * @param answers none unless set; stays open
         * @return this
         */
        public Builder journal(SignalJournal answers) {
            journal = requireNonNull(answers, "answers");
            return this;
        }

        /**
         * Sets the limit on spending.
         *
         * @param limit 200 requests unless set
         * @return this
         */
        public Builder budget(Budget limit) {
            budget = requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Sets what is known of liking, where an application has ratings too: {@code RatingLiking.of(model, table)}.
         *
         * @param known none unless set: lists are ordered by choice alone
         * @return this
         */
        public Builder liking(Liking known) {
            liking = requireNonNull(known, "known");
            return this;
        }

        /**
         * Sets the users that the warm start is for. Unless set: users with fewer than {@link #coldBelow} different items.
         *
         * @param userIds the application's own ids; with none, no question about a single newcomer is asked
         * @return this
         */
        public Builder coldUsers(Collection<String> userIds) {
            coldUsers = List.copyOf(userIds);
            return this;
        }

        /**
         * Sets the number of different items below which a user is a newcomer. Ignored if {@link #coldUsers} is set.
         *
         * @param items 1 or more; {@value #DEFAULT_COLD_BELOW} unless set
         * @return this
         */
        public Builder coldBelow(int items) {
            coldBelow = ListOptions.atLeast(1, items, "coldBelow");
            return this;
        }

        /**
         * Sets what is known of users apart from choices. Nothing of it leaves unless the generator's options allow it.
         *
         * @param ofUsers at most one a user
         * @return this
         */
        public Builder profiles(Collection<UserProfile> ofUsers) {
            profiles = List.copyOf(ofUsers);
            return this;
        }

        /**
         * Sets how many items are asked about for their exposure, the most chosen first.
         *
         * @param most 0 or more; {@value #DEFAULT_EXPOSURE_ITEMS} unless set
         * @return this
         */
        public Builder exposureItems(int most) {
            exposureItems = ListOptions.atLeast(0, most, "exposureItems");
            return this;
        }

        /**
         * Sets how many items are asked about for what goes with them: those that newcomers chose, then the most chosen.
         *
         * @param most 0 or more; {@value #DEFAULT_SIMILAR_ITEMS} unless set
         * @return this
         */
        public Builder similarItems(int most) {
            similarItems = ListOptions.atLeast(0, most, "similarItems");
            return this;
        }

        /**
         * Sets how many newcomers shortlists are asked for.
         *
         * @param most 0 or more; {@value #DEFAULT_SHORTLIST_USERS} unless set
         * @return this
         */
        public Builder shortlistUsers(int most) {
            shortlistUsers = ListOptions.atLeast(0, most, "shortlistUsers");
            return this;
        }

        /**
         * Sets how many warm users are made newcomers to judge shortlists by. Without any, shortlists have half of their
         * weight at most.
         *
         * @param users 0 or more; {@value #DEFAULT_PROBES} unless set
         * @return this
         */
        public Builder probes(int users) {
            probes = ListOptions.atLeast(0, users, "probes");
            return this;
        }

        /**
         * Sets the warm users that are made newcomers, and the choices of each that are shown, in place of a random draw.
         *
         * @param shownChoices item ids by user id
         * @return this
         */
        public Builder probes(Map<String, List<String>> shownChoices) {
            probeChoices = Map.copyOf(shownChoices);
            return this;
        }

        /**
         * Sets attributes that items are graded on, for catalogues without attributes.
         *
         * @param names in words such as {@code dark} or {@code for children}; none unless set
         * @return this
         */
        public Builder attributes(List<String> names) {
            attributes = List.copyOf(names);
            return this;
        }

        /**
         * Sets the seed of all chance.
         *
         * @param seed any number; 42 unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the receiver of progress.
         *
         * @param receiver none unless set
         * @return this
         */
        public Builder listener(WarmStartListener receiver) {
            listener = requireNonNull(receiver, "receiver");
            return this;
        }

        /**
         * Sets the clock of the report.
         *
         * @param time the system's unless set
         * @return this
         */
        public Builder clock(Clock time) {
            clock = requireNonNull(time, "time");
            return this;
        }

        /**
         * Builds the bootstrapper.
         *
         * @return the bootstrapper
         * @throws IllegalArgumentException if a required part was not set, or a probe's choice is not in the catalogue
         */
        public ListBootstrapper build() {
            SyntheticSignalGenerator asked = ListOptions.required(generator, "generator");
            ItemCatalog items = ListOptions.required(catalog, "catalog");
            probeChoices.forEach((userId, known) -> {
                for (String itemId : known) {
                    if (items.item(itemId).map(Item::id).isEmpty()) {
                        throw new IllegalArgumentException(
                                "probes must show items of the catalogue, but shows '%s'".formatted(itemId));
                    }
                }
            });
            return new ListBootstrapper(new ListOptions(
                    interactions,
                    readRules,
                    disjointCatalogAllowed,
                    journal == null ? asked : journal.record(asked),
                    items,
                    liking,
                    budget,
                    listener,
                    clock,
                    coldUsers,
                    coldBelow,
                    profiles,
                    new ChoiceScope(exposureItems, similarItems, shortlistUsers, probes, probeChoices, attributes),
                    seed));
        }
    }
}
