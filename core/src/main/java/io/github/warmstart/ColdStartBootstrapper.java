// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.internal.loop.DryRun;
import io.github.warmstart.internal.loop.WarmStartRun;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.journal.SignalJournal;
import io.github.warmstart.lists.ListBootstrapper;
import io.github.warmstart.options.AskingOptions;
import io.github.warmstart.options.GuardingOptions;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warm start of a recommendation model from few ratings and generated signals. Signals are calibrated on real ratings; if
 * they are not shown to lower the error on hidden ratings, the model without signals is returned.
 *
 * <pre>{@code
 * WarmStart start = ColdStartBootstrapper.builder()
 *         .ratings(source).catalog(catalog).generator(generator).budget(Budget.tokens(200_000))
 *         .build().warmStart();
 * List<Recommendation> top = start.model().recommend("u-17", 10);
 * }</pre>
 * <p>Immutable and thread-safe as far as its parts are; each call of {@link #warmStart()} is a new run. The same answers,
 * ratings, options and seed give the same model bit for bit, in any order of arrival.
 */
public final class ColdStartBootstrapper {
    /** Default budget, in requests. */
    public static final int DEFAULT_REQUESTS = 200;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;
    /** A user with fewer ratings is cold, unless the host names the cold users. */
    public static final int DEFAULT_COLD_BELOW = 10;

    private final LoopOptions options;

    private ColdStartBootstrapper(Builder builder) {
        RatingSource ratings = LoopOptions.required(builder.ratings, "ratings");
        SyntheticSignalGenerator asked = LoopOptions.required(builder.generator, "generator");
        options = new LoopOptions(
                ratings,
                builder.readRules,
                builder.journal == null ? asked : builder.journal.record(asked),
                LoopOptions.required(builder.catalog, "catalog"),
                builder.recommender == null
                        ? MatrixFactorization.builder().seed(builder.seed).build()
                        : builder.recommender,
                builder.budget,
                builder.listener,
                builder.clock,
                new LoopOptions.Subjects(builder.coldUsers, builder.coldBelow, builder.coldItems, builder.profiles),
                builder.asking.build(),
                builder.guarding.build(),
                builder.seed);
    }

    /**
     * Starts with the defaults.
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs a warm start: reads the ratings, asks, calibrates, tests and trains. A generator that fails is reported and not
     * thrown; what was received before is tested as usual.
     * @return the model, the signals and the report
     * @throws InterruptedException if the calling thread was interrupted; requests in flight are abandoned
     * @throws RatingException if the ratings cannot be read
     */
    public WarmStart warmStart() throws InterruptedException {
        WarmStartRun.Outcome outcome = new WarmStartRun(options).run();
        return new WarmStart(outcome.model(), outcome.realOnly(), outcome.signals(), outcome.report());
    }

    /**
     * Plans a warm start and estimates its cost without sending a request; takes as long as a fit without signals.
     * @return requests, tokens and cost, before the budget cuts them off
     * @throws RatingException if the ratings cannot be read
     */
    public WarmStartEstimate estimate() {
        return new DryRun(options).estimate();
    }

    LoopOptions options() {
        return options;
    }

    /** Builder of a {@link ColdStartBootstrapper}. For one thread. */
    public static final class Builder {
        @Nullable
        RatingSource ratings;

        ReadRules readRules = ReadRules.DEFAULT;

        @Nullable
        SyntheticSignalGenerator generator;

        @Nullable
        SignalJournal journal;

        @Nullable
        ItemCatalog catalog;

        private @Nullable Recommender recommender;
        Budget budget = Budget.requests(DEFAULT_REQUESTS);
        WarmStartListener listener = WarmStartListener.NONE;
        Clock clock = Clock.systemUTC();

        @Nullable
        List<String> coldUsers;

        List<String> coldItems = List.of();
        List<UserProfile> profiles = List.of();
        int coldBelow = DEFAULT_COLD_BELOW;
        long seed = DEFAULT_SEED;
        private final AskingOptions.Builder asking = AskingOptions.builder();
        private final GuardingOptions.Builder guarding = GuardingOptions.builder();

        private Builder() {}

        /**
         * Sets the real ratings. Required.
         * @param ratings their source
         * @return this
         */
        public Builder ratings(RatingSource ratings) {
            this.ratings = requireNonNull(ratings, "ratings");
            return this;
        }

        /**
         * Takes interactions in place of ratings: a warm start of lists. Other options are kept.
         * @param interactions their source
         * @return a builder with the options of lists
         */
        public ListBootstrapper.Builder interactions(InteractionSource interactions) {
            return ListOptionsCarried.over(this, interactions);
        }

        /**
         * Sets how ratings are read.
         * @param rules {@link ReadRules#DEFAULT} unless set
         * @return this
         */
        public Builder readRules(ReadRules rules) {
            this.readRules = requireNonNull(rules, "rules");
            return this;
        }

        /**
         * Sets the items that can be asked about, with the text that a generator reads. Required.
         * @param catalog the items
         * @return this
         */
        public Builder catalog(ItemCatalog catalog) {
            this.catalog = requireNonNull(catalog, "catalog");
            return this;
        }

        /**
         * Sets the source of signals: a language model, a recording, or a class of the host. Required.
         * @param generator the generator; stays open
         * @return this
         */
        public Builder generator(SyntheticSignalGenerator generator) {
            this.generator = requireNonNull(generator, "generator");
            return this;
        }

        /**
         * Sets a journal that answers repeated requests for free: {@link SignalJournal#record(SyntheticSignalGenerator)}.
         * @param journal none unless set; stays open
         * @return this
         */
        public Builder journal(SignalJournal journal) {
            this.journal = requireNonNull(journal, "journal");
            return this;
        }

        /**
         * Sets the limit on spending.
         * @param budget {@value #DEFAULT_REQUESTS} requests unless set
         * @return this
         */
        public Builder budget(Budget budget) {
            this.budget = requireNonNull(budget, "budget");
            return this;
        }

        /**
         * Sets the learner.
         * @param recommender {@link MatrixFactorization} with its defaults and this seed, unless set
         * @return this
         */
        public Builder recommender(Recommender recommender) {
            this.recommender = requireNonNull(recommender, "recommender");
            return this;
        }

        /**
         * Sets the users that the warm start is for. Unless set: those with fewer than {@link #coldBelow} ratings or none.
         * @param userIds the application's own ids, none blank; with none, no question about a single user is asked
         * @return this
         */
        public Builder coldUsers(Collection<String> userIds) {
            this.coldUsers = List.copyOf(userIds);
            return this;
        }

        /**
         * Sets new items that the warm start is for, beside cold users or without. The audience is asked about them first.
         * @param itemIds items of the catalogue; none unless set
         * @return this
         */
        public Builder coldItems(Collection<String> itemIds) {
            this.coldItems = List.copyOf(itemIds);
            return this;
        }

        /**
         * Sets the number of ratings below which a user is cold. Ignored if {@link #coldUsers} is set.
         * @param ratings 1 or more; {@value #DEFAULT_COLD_BELOW} unless set
         * @return this
         */
        public Builder coldBelow(int ratings) {
            this.coldBelow = ratings;
            return this;
        }

        /**
         * Sets what is known of users apart from ratings. Nothing of it leaves unless the generator's options allow it.
         * @param profiles at most one a user
         * @return this
         */
        public Builder profiles(Collection<UserProfile> profiles) {
            this.profiles = List.copyOf(profiles);
            return this;
        }

        /**
         * Changes what is asked, for example {@code asking(ask -> ask.audienceItems(500).userRounds(0))}.
         * @param change changes the current options; several calls add up
         * @return this
         */
        public Builder asking(Consumer<AskingOptions.Builder> change) {
            change.accept(asking);
            return this;
        }

        /**
         * Changes what guards the result, for example {@code guarding(guard -> guard.maxSyntheticShare(0.5))}.
         * @param change changes the current options; several calls add up
         * @return this
         */
        public Builder guarding(Consumer<GuardingOptions.Builder> change) {
            change.accept(guarding);
            return this;
        }

        /**
         * Sets the seed of all chance.
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the receiver of progress.
         * @param listener none unless set
         * @return this
         */
        public Builder listener(WarmStartListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets the clock of the report.
         * @param clock the system's unless set
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Builds the bootstrapper.
         * @return the bootstrapper
         * @throws IllegalArgumentException if a required part was not set, or an option is out of its range
         */
        public ColdStartBootstrapper build() {
            return new ColdStartBootstrapper(this);
        }
    }
}
