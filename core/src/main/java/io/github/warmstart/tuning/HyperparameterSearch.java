// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.Recommender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Random search for the options of a learner, by successive halving: many sets of options are tried with little effort,
 * the best third of them with three times as much, and so on until the remaining ones are tried with all of it.
 *
 * <pre>{@code
 * SearchResult found = HyperparameterSearch.over(draw -> MatrixFactorization.builder()
 *                 .factors(draw.integer("factors", 4, 64))
 *                 .regularization(draw.logUniform("regularization", 0.01, 1))
 *                 .epochs(draw.effort(60))
 *                 .build())
 *         .trials(27)
 *         .seed(1)
 *         .search(table);
 * RatingModel model = found.best().fit(table);
 * }</pre>
 *
 * <p>Trials are measured by their weighted error on a slice of the ratings that none of them is trained on. Pseudo
 * ratings are for training only. Effort is what the learner requests by {@link ParameterSampler#effort}, such as
 * epochs, otherwise a share of the rows. A share of the rows favours options that suit few rows, such as strong
 * penalties, in the early rounds, so prefer epochs if a learner has them.
 *
 * <p>The cost is that of about {@code (1 + log3(1 / smallestShare)) x trials x smallestShare} full trainings, 9 for the
 * defaults. The same table, ranges, options and seed give the same ranking, unless a time limit cuts it short, if the
 * learner is repeatable. Immutable, and thread-safe if the function that creates learners and the listener are.
 *
 * @see <a href="https://proceedings.mlr.press/v51/jamieson16.html">Jamieson, Talwalkar: Non-stochastic Best Arm
 *     Identification and Hyperparameter Optimization (2016)</a>
 */
public final class HyperparameterSearch {

    /** Default number of sets of options. */
    public static final int DEFAULT_TRIALS = 27;
    /** Default share of the ratings that trials are measured on. */
    public static final double DEFAULT_VALIDATION = 0.1;
    /** Default share of the full effort that each set of options gets in the first round. */
    public static final double DEFAULT_SMALLEST_SHARE = 1 / 9.0;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    private final Builder options;
    private final Function<ParameterSampler, ? extends Recommender> space;
    private final int trials;
    private final double validation;
    private final double smallestShare;
    private final long seed;
    private final @Nullable Duration timeLimit;
    private final Clock clock;
    private final SearchResult.SearchListener listener;

    private HyperparameterSearch(Builder builder) {
        options = new Builder(builder);
        space = builder.space;
        trials = builder.trials;
        validation = builder.validation;
        smallestShare = builder.smallestShare;
        seed = builder.seed;
        timeLimit = builder.timeLimit;
        clock = builder.clock;
        listener = builder.listener;
    }

    /**
     * Starts a search.
     *
     * @param space creates a learner from sampled options. Called several times a trial, with the same values each time
     *     except for {@link ParameterSampler#effort}
     * @return a builder for one thread
     */
    public static Builder over(Function<ParameterSampler, ? extends Recommender> space) {
        return new Builder(requireNonNull(space, "space"));
    }

    /**
     * Starts a search with the options of this one.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        return new Builder(options);
    }

    /**
     * Searches. An exception of the function that creates learners ends the search: a range that the learner does not
     * allow is an error. A training that fails with an {@link IllegalStateException}, for example by divergence, ranks
     * last, unless all fail.
     *
     * @param table the ratings, pseudo ratings among them or not; measured on a slice of it, so pass training rows only
     * @return the ranking
     * @throws IllegalArgumentException if the table holds too few ratings for a validation slice and training
     * @throws IllegalStateException if every training failed; the cause is the first failure
     * @throws InterruptedException if the calling thread was interrupted between two trainings, or during one of a
     *     learner that ends with a {@link java.util.concurrent.CancellationException} then
     */
    public SearchResult search(RatingTable table) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        TrialRows rows = new TrialRows(table, validation, random.split());
        int ratings = table.size() - table.pseudoCount();
        if (rows.validationSize() == 0 || rows.validationSize() == ratings) {
            throw new IllegalArgumentException(
                    "table must have enough ratings for training and validation, but %d of its %d are in validation(%s)"
                            .formatted(rows.validationSize(), ratings, validation));
        }
        long[] seeds = random.longs(trials).toArray();
        return new SuccessiveHalving(space, seeds, smallestShare, rows, deadline(), listener).run();
    }

    /** Whether the time limit is reached. */
    private BooleanSupplier deadline() {
        if (timeLimit == null) {
            return () -> false;
        }
        Instant end = clock.instant().plus(timeLimit);
        return () -> clock.instant().isAfter(end);
    }

    @Override
    public String toString() {
        return "HyperparameterSearch(trials=%d, validation=%s, smallestShare=%s, seed=%d)"
                .formatted(trials, validation, smallestShare, seed);
    }

    /** Options of a {@link HyperparameterSearch}. For one thread. */
    public static final class Builder {

        private final Function<ParameterSampler, ? extends Recommender> space;
        private int trials = DEFAULT_TRIALS;
        private double validation = DEFAULT_VALIDATION;
        private double smallestShare = DEFAULT_SMALLEST_SHARE;
        private long seed = DEFAULT_SEED;
        private @Nullable Duration timeLimit;
        private Clock clock = Clock.systemUTC();
        private SearchResult.SearchListener listener = (done, of, trial) -> {};

        private Builder(Function<ParameterSampler, ? extends Recommender> space) {
            this.space = space;
        }

        private Builder(Builder other) {
            space = other.space;
            trials = other.trials;
            validation = other.validation;
            smallestShare = other.smallestShare;
            seed = other.seed;
            timeLimit = other.timeLimit;
            clock = other.clock;
            listener = other.listener;
        }

        /**
         * Number of sets of options.
         *
         * @param trials 1 to 100,000; {@value #DEFAULT_TRIALS} unless set
         * @return this
         */
        public Builder trials(int trials) {
            this.trials = trials;
            return this;
        }

        /**
         * The share of the ratings that trials are measured on.
         *
         * @param validation above 0 and below 1; {@value #DEFAULT_VALIDATION} unless set
         * @return this
         */
        public Builder validation(double validation) {
            this.validation = validation;
            return this;
        }

        /**
         * The share of the full effort that each set of options gets in the first round; 1 tries all of them with all
         * effort.
         *
         * @param smallestShare above 0, at most 1; a ninth unless set
         * @return this
         */
        public Builder smallestShare(double smallestShare) {
            this.smallestShare = smallestShare;
            return this;
        }

        /**
         * The seed of the options and of the validation slice.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Time limit of the search: no further training starts after it, and the result is that of the trainings so
         * far. The first training always runs.
         *
         * @param timeLimit above zero; none unless set
         * @return this
         */
        public Builder timeLimit(Duration timeLimit) {
            this.timeLimit = requireNonNull(timeLimit, "timeLimit");
            return this;
        }

        /**
         * The clock of the time limit.
         *
         * @param clock a clock; that of the system unless set
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Listener of each training.
         *
         * @param listener a listener; none unless set
         * @return this
         */
        public Builder listener(SearchResult.SearchListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Searches at once: {@code build().search(table)}.
         *
         * @param table the ratings
         * @return the ranking
         * @throws IllegalArgumentException if an option is out of its range, or the table holds too few ratings
         * @throws IllegalStateException if every training failed
         * @throws InterruptedException if the calling thread was interrupted
         */
        public SearchResult search(RatingTable table) throws InterruptedException {
            return build().search(table);
        }

        /**
         * Checks the options.
         *
         * @return the search
         * @throws IllegalArgumentException if an option is out of its range
         */
        public HyperparameterSearch build() {
            if (trials < 1 || trials > 100_000) {
                throw new IllegalArgumentException("trials must be between 1 and 100000, but was " + trials);
            }
            if (!(validation > 0 && validation < 1)) {
                throw new IllegalArgumentException("validation must be above 0 and below 1, but was " + validation);
            }
            if (!(smallestShare > 0 && smallestShare <= 1)) {
                throw new IllegalArgumentException(
                        "smallestShare must be above 0 and at most 1, but was " + smallestShare);
            }
            if (timeLimit != null && (timeLimit.isNegative() || timeLimit.isZero())) {
                throw new IllegalArgumentException("timeLimit must be above zero, but was " + timeLimit);
            }
            return new HyperparameterSearch(this);
        }
    }
}
