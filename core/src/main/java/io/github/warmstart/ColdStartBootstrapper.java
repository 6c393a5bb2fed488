// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.internal.loop.DryRun;
import io.github.warmstart.internal.loop.WarmStartRun;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.LoopOptions.Subjects;
import io.github.warmstart.journal.SignalJournal;
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
 *         .ratings(source).catalog(catalog).generator(generator)
 *         .budget(Budget.tokens(200_000))
 *         .build()
 *         .warmStart();
 * List<Recommendation> top = start.model().recommend("u-17", 10);
 * }</pre>
 *
 * <p>The generator is asked about a general audience, single users, and invented users. The next batch is the one with the
 * greatest expected reduction of the error a token; asking ends where no batch removes enough
 * ({@link AskingOptions.Builder#minGain}), or the budget is spent.
 *
 * <p>Immutable and thread-safe as far as the parts given to it are; each call of {@link #warmStart()} is a new run. With a
 * generator that gives the same answers, the same ratings, options and seed give the same model bit for bit, in whatever
 * order the answers arrive.
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
        RatingSource ratings = required(builder.ratings, "ratings");
        SyntheticSignalGenerator asked = required(builder.generator, "generator");
        options = new LoopOptions(
                ratings,
                builder.readRules,
                builder.journal == null ? asked : builder.journal.record(asked),
                required(builder.catalog, "catalog"),
                builder.recommender == null
                        ? MatrixFactorization.builder().seed(builder.seed).build()
                        : builder.recommender,
                builder.budget,
                builder.listener,
                builder.clock,
                new Subjects(builder.coldUsers, builder.coldBelow, builder.coldItems, builder.profiles),
                builder.asking.build(),
                builder.guarding.build(),
                builder.seed);
    }

    private static <T> T required(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalArgumentException(
                    "%s is required, but was not set: call %s(...) before build()".formatted(name, name));
        }
        return part;
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs a warm start: reads the ratings, asks, calibrates, tests and trains.
     *
     * <p>A generator that fails, partly or wholly, is reported and not thrown; what was received before is tested as usual.
     *
     * @return the model, the signals and the report
     * @throws InterruptedException if the calling thread was interrupted; requests in flight are abandoned
     * @throws RatingException if the ratings cannot be read
     */
    public WarmStart warmStart() throws InterruptedException {
        WarmStartRun.Outcome outcome = new WarmStartRun(options).run();
        return new WarmStart(outcome.model(), outcome.realOnly(), outcome.signals(), outcome.report());
    }

    /**
     * Plans a warm start and estimates its cost without sending a request.
     *
     * <p>Reads the ratings and fits the model without signals, which takes as long as in a warm start, and plans the same
     * requests. Later rounds about users are assumed to be like the first.
     *
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

        private @Nullable RatingSource ratings;
        private ReadRules readRules = ReadRules.DEFAULT;
        private @Nullable SyntheticSignalGenerator generator;
        private @Nullable SignalJournal journal;
        private @Nullable ItemCatalog catalog;
        private @Nullable Recommender recommender;
        private Budget budget = Budget.requests(DEFAULT_REQUESTS);
        private WarmStartListener listener = WarmStartListener.NONE;
        private Clock clock = Clock.systemUTC();
        private @Nullable List<String> coldUsers;
        private List<String> coldItems = List.of();
        private List<UserProfile> profiles = List.of();
        private int coldBelow = DEFAULT_COLD_BELOW;
        private long seed = DEFAULT_SEED;
        private final AskingOptions.Builder asking = AskingOptions.builder();
        private final GuardingOptions.Builder guarding = GuardingOptions.builder();

        private Builder() {}

        /**
         * Sets the real ratings. Required.
         *
         * @param ratings their source
         * @return this
         */
        public Builder ratings(RatingSource ratings) {
            this.ratings = requireNonNull(ratings, "ratings");
            return this;
        }

        /**
         * Sets how ratings are read.
         *
         * @param rules {@link ReadRules#DEFAULT} unless set
         * @return this
         */
        public Builder readRules(ReadRules rules) {
            this.readRules = requireNonNull(rules, "rules");
            return this;
        }

        /**
         * Sets the items that can be asked about, with the text that a generator reads. Required.
         *
         * @param catalog the items
         * @return this
         */
        public Builder catalog(ItemCatalog catalog) {
            this.catalog = requireNonNull(catalog, "catalog");
            return this;
        }

        /**
         * Sets the source of signals: a language model, a recording, or a class of the host. Required.
         *
         * @param generator the generator; stays open
         * @return this
         */
        public Builder generator(SyntheticSignalGenerator generator) {
            this.generator = requireNonNull(generator, "generator");
            return this;
        }

        /**
         * Sets a journal that keeps every answer and answers repeated requests for free: shortcut for
         * {@link SignalJournal#record(SyntheticSignalGenerator)}.
         *
         * @param journal none unless set; stays open
         * @return this
         */
        public Builder journal(SignalJournal journal) {
            this.journal = requireNonNull(journal, "journal");
            return this;
        }

        /**
         * Sets the limit on spending.
         *
         * @param budget {@value #DEFAULT_REQUESTS} requests unless set
         * @return this
         */
        public Builder budget(Budget budget) {
            this.budget = requireNonNull(budget, "budget");
            return this;
        }

        /**
         * Sets the learner.
         *
         * @param recommender {@link MatrixFactorization} with its defaults and this seed, unless set
         * @return this
         */
        public Builder recommender(Recommender recommender) {
            this.recommender = requireNonNull(recommender, "recommender");
            return this;
        }

        /**
         * Sets the users that the warm start is for. Unless set: users with fewer than {@link #coldBelow} ratings, and users
         * with a profile and no rating.
         *
         * @param userIds the application's own ids, none blank; a user needs no rating. If empty, nobody is cold, and no
         *     question about a single user is asked
         * @return this
         */
        public Builder coldUsers(Collection<String> userIds) {
            this.coldUsers = List.copyOf(userIds);
            return this;
        }

        /**
         * Sets new items that the warm start is for, beside cold users or without any. The audience is asked about them
         * first. If audience signals neither help nor harm cold users, the gate tests them on items whose ratings were hidden.
         * If probes show that the generator knows single users, users who rated similar items are asked about the new ones.
         *
         * @param itemIds items of the catalogue; none unless set
         * @return this
         */
        public Builder coldItems(Collection<String> itemIds) {
            this.coldItems = List.copyOf(itemIds);
            return this;
        }

        /**
         * Sets the number of ratings below which a user is cold. Ignored if {@link #coldUsers} is set.
         *
         * @param ratings 1 or more; {@value #DEFAULT_COLD_BELOW} unless set
         * @return this
         */
        public Builder coldBelow(int ratings) {
            this.coldBelow = ratings;
            return this;
        }

        /**
         * Sets what is known of users apart from ratings. The generator's own options decide what of it may leave; nothing
         * leaves unless they allow it.
         *
         * @param profiles at most one a user
         * @return this
         */
        public Builder profiles(Collection<UserProfile> profiles) {
            this.profiles = List.copyOf(profiles);
            return this;
        }

        /**
         * Changes what is asked, for example {@code asking(ask -> ask.audienceItems(500).userRounds(0))}.
         *
         * @param change changes the current options; several calls add up
         * @return this
         */
        public Builder asking(Consumer<AskingOptions.Builder> change) {
            change.accept(asking);
            return this;
        }

        /**
         * Changes what guards the result, for example {@code guarding(guard -> guard.maxSyntheticShare(0.5))}.
         *
         * @param change changes the current options; several calls add up
         * @return this
         */
        public Builder guarding(Consumer<GuardingOptions.Builder> change) {
            change.accept(guarding);
            return this;
        }

        /**
         * Sets the seed of all chance.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the receiver of progress.
         *
         * @param listener none unless set
         * @return this
         */
        public Builder listener(WarmStartListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets the clock of the report.
         *
         * @param clock the system's unless set
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Builds the bootstrapper.
         *
         * @return the bootstrapper
         * @throws IllegalArgumentException if a required part was not set, or an option is out of its range
         */
        public ColdStartBootstrapper build() {
            return new ColdStartBootstrapper(this);
        }
    }
}
