// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Offline evaluation of a warm start on a host's own ratings: makes some users cold, runs the whole warm start on the
 * visible ratings, and measures the model with and without signals on the held-out ratings of those users.
 *
 * <pre>{@code
 * EvaluationReport report = ColdStartEvaluation.builder()
 *         .ratings(ratings)
 *         .catalog(catalog)
 *         .generator(generator)
 *         .levels(500, 2000, ColdUserSplit.ALL)
 *         .seeds(1, 2, 3)
 *         .build()
 *         .evaluate();
 * System.out.println(report.toText());
 * }</pre>
 *
 * <p>One warm start runs for each level and seed, and each may spend the whole budget: three levels and three seeds
 * cost at most nine budgets. The cold users and their held-out ratings are the same in all of them. Immutable, and
 * thread-safe if its parts are.
 */
public final class ColdStartEvaluation {

    /** Default number of bootstrap resamples. */
    public static final int DEFAULT_RESAMPLES = 2000;

    private final Builder settings;
    private final RatingSource ratings;
    private final ItemCatalog catalog;
    private final SyntheticSignalGenerator generator;
    private final @Nullable Recommender recommender;
    private final Budget budget;
    private final ReadRules readRules;
    private final int knownRatings;
    private final List<Level> levels;
    private final int resamples;
    private final long splitSeed;
    private final Consumer<ColdStartBootstrapper.Builder> options;
    private final WarmStartListener warmStartListener;
    private final EvaluationListener listener;

    private record Cell(long seed, ColdUserSplit split) {}

    private record Level(int ratings, List<Cell> cells) {}

    private ColdStartEvaluation(Builder builder) {
        settings = new Builder(builder);
        ratings = Checks.required(builder.ratings, "ratings");
        catalog = Checks.required(builder.catalog, "catalog");
        generator = Checks.required(builder.generator, "generator");
        recommender = builder.recommender;
        budget = builder.budget;
        readRules = builder.readRules;
        knownRatings = builder.knownRatings;
        resamples = Checks.atLeast(100, builder.resamples, "resamples");
        splitSeed = builder.splitSeed;
        options = builder.options;
        warmStartListener = builder.warmStartListener;
        listener = builder.listener;
        levels = levels(builder, ratings);
    }

    private static List<Level> levels(Builder builder, RatingSource ratings) {
        if (builder.levels.length == 0
                || Arrays.stream(builder.levels).distinct().count() < builder.levels.length) {
            throw new IllegalArgumentException(
                    "levels must be one or more, none twice, but were " + Arrays.toString(builder.levels));
        }
        if (builder.seeds.length == 0 || Arrays.stream(builder.seeds).distinct().count() < builder.seeds.length) {
            throw new IllegalArgumentException(
                    "seeds must be one or more, none twice, but were " + Arrays.toString(builder.seeds));
        }
        List<Level> levels = new ArrayList<>();
        for (int level : builder.levels) {
            List<Cell> cells = new ArrayList<>();
            for (long seed : builder.seeds) {
                ColdUserSplit.Builder split = ColdUserSplit.builder()
                        .ratings(ratings)
                        .coldUsers(builder.coldUsers)
                        .knownRatings(builder.knownRatings)
                        .order(builder.order)
                        .level(level)
                        .seed(builder.splitSeed)
                        .sampleSeed(seed);
                if (builder.minRatings != null) {
                    split.minRatings(builder.minRatings);
                }
                cells.add(new Cell(seed, split.build()));
            }
            levels.add(new Level(level, List.copyOf(cells)));
        }
        return List.copyOf(levels);
    }

    /**
     * Starts an evaluation.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts an evaluation with the options of this one.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /**
     * Runs and measures a warm start for each level and seed.
     *
     * @return the results
     * @throws InterruptedException if the calling thread was interrupted
     * @throws RatingException if the ratings cannot be read
     * @throws IllegalArgumentException if too few users have enough ratings
     */
    public EvaluationReport evaluate() throws InterruptedException {
        RatingTable table = RatingTable.builder(ratings.scale())
                .readRules(readRules)
                .addAll(ratings)
                .build();
        int of = levels.stream().mapToInt(level -> level.cells().size()).sum();
        int done = 0;
        List<List<EvaluationReport.Run>> runs = new ArrayList<>();
        for (Level level : levels) {
            List<EvaluationReport.Run> ofLevel = new ArrayList<>();
            for (Cell cell : level.cells()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted between two warm starts");
                }
                EvaluationReport.Run run =
                        run(level.ratings(), cell.seed(), cell.split().split(table));
                ofLevel.add(run);
                listener.onRun(new EvaluationListener.RunFinished(++done, of, run));
            }
            runs.add(ofLevel);
        }
        return report(runs);
    }

    private EvaluationReport.Run run(int level, long seed, EvaluationSplit split) throws InterruptedException {
        ColdStartBootstrapper.Builder builder = ColdStartBootstrapper.builder();
        options.accept(builder);
        builder.ratings(split.visible())
                .catalog(catalog)
                .generator(generator)
                .budget(budget)
                .coldUsers(split.coldUsers())
                .seed(seed)
                .listener(warmStartListener);
        if (recommender != null) {
            builder.recommender(recommender);
        }
        WarmStart start = builder.build().warmStart();
        ModelMetrics realOnly = split.heldOut().judge(start.realOnly());
        ModelMetrics warmStart = start.applied() ? split.heldOut().judge(start.model()) : realOnly;
        return new EvaluationReport.Run(level, seed, split.visibleRatings(), realOnly, warmStart, start.report());
    }

    private EvaluationReport report(List<List<EvaluationReport.Run>> runs) {
        List<PairedBootstrap> changes = runs.stream()
                .map(ofLevel -> EvaluationReport.Level.pooled(ofLevel, resamples, splitSeed))
                .toList();
        double[] adjusted = HolmCorrection.adjusted(
                changes.stream().mapToDouble(PairedBootstrap::pValue).toArray());
        List<EvaluationReport.Level> evaluated = new ArrayList<>();
        for (int level = 0; level < runs.size(); level++) {
            evaluated.add(new EvaluationReport.Level(
                    levels.get(level).ratings(), runs.get(level), changes.get(level), adjusted[level]));
        }
        ModelMetrics any = runs.get(0).get(0).realOnly();
        return new EvaluationReport(any.users(), knownRatings, any.ratings(), evaluated);
    }

    /** Options of a {@link ColdStartEvaluation}. For one thread. */
    public static final class Builder {

        private @Nullable RatingSource ratings;
        private @Nullable ItemCatalog catalog;
        private @Nullable SyntheticSignalGenerator generator;
        private @Nullable Recommender recommender;
        private Budget budget = Budget.requests(ColdStartBootstrapper.DEFAULT_REQUESTS);
        private ReadRules readRules = ReadRules.DEFAULT;
        private int coldUsers = ColdUserSplit.DEFAULT_COLD_USERS;
        private int knownRatings = ColdUserSplit.DEFAULT_KNOWN_RATINGS;
        private @Nullable Integer minRatings;
        private ColdUserSplit.Order order = ColdUserSplit.Order.FIRST_BY_TIME;
        private int[] levels = {ColdUserSplit.ALL};
        private long[] seeds = {ColdStartBootstrapper.DEFAULT_SEED};
        private long splitSeed = ColdUserSplit.DEFAULT_SEED;
        private int resamples = DEFAULT_RESAMPLES;
        private Consumer<ColdStartBootstrapper.Builder> options = builder -> {};
        private WarmStartListener warmStartListener = WarmStartListener.NONE;
        private EvaluationListener listener = EvaluationListener.NONE;

        private Builder() {}

        private Builder(Builder other) {
            ratings = other.ratings;
            catalog = other.catalog;
            generator = other.generator;
            recommender = other.recommender;
            budget = other.budget;
            readRules = other.readRules;
            coldUsers = other.coldUsers;
            knownRatings = other.knownRatings;
            minRatings = other.minRatings;
            order = other.order;
            levels = other.levels.clone();
            seeds = other.seeds.clone();
            splitSeed = other.splitSeed;
            resamples = other.resamples;
            options = other.options;
            warmStartListener = other.warmStartListener;
            listener = other.listener;
        }

        /**
         * The real ratings, with users who have many. Required.
         *
         * @param ratings where they come from; read once
         * @return this
         */
        public Builder ratings(RatingSource ratings) {
            this.ratings = requireNonNull(ratings, "ratings");
            return this;
        }

        /**
         * The items that can be asked about. Required.
         *
         * @param catalog the items
         * @return this
         */
        public Builder catalog(ItemCatalog catalog) {
            this.catalog = requireNonNull(catalog, "catalog");
            return this;
        }

        /**
         * The generator of signals. Required. Each run calls it again.
         *
         * @param generator a language model, a recording, or a class of the host
         * @return this
         */
        public Builder generator(SyntheticSignalGenerator generator) {
            this.generator = requireNonNull(generator, "generator");
            return this;
        }

        /**
         * The learner.
         *
         * @param recommender that of {@link ColdStartBootstrapper} unless set
         * @return this
         */
        public Builder recommender(Recommender recommender) {
            this.recommender = requireNonNull(recommender, "recommender");
            return this;
        }

        /**
         * Budget of each single warm start.
         *
         * @param budget {@value ColdStartBootstrapper#DEFAULT_REQUESTS} requests unless set
         * @return this
         */
        public Builder budget(Budget budget) {
            this.budget = requireNonNull(budget, "budget");
            return this;
        }

        /**
         * Number of cold users.
         *
         * @param users 1 or more; {@value ColdUserSplit#DEFAULT_COLD_USERS} unless set
         * @return this
         */
        public Builder coldUsers(int users) {
            this.coldUsers = users;
            return this;
        }

        /**
         * Number of visible ratings of each cold user.
         *
         * @param ratings 0 or more; {@value ColdUserSplit#DEFAULT_KNOWN_RATINGS} unless set
         * @return this
         */
        public Builder knownRatings(int ratings) {
            this.knownRatings = ratings;
            return this;
        }

        /**
         * Minimum number of ratings of a cold user.
         *
         * @param ratings more than the known ones; unless set, {@value ColdUserSplit#DEFAULT_MIN_BEYOND_KNOWN} more
         * @return this
         */
        public Builder minRatings(int ratings) {
            this.minRatings = ratings;
            return this;
        }

        /**
         * Choice of the visible ratings of a cold user.
         *
         * @param order {@link ColdUserSplit.Order#FIRST_BY_TIME} unless set
         * @return this
         */
        public Builder order(ColdUserSplit.Order order) {
            this.order = requireNonNull(order, "order");
            return this;
        }

        /**
         * Numbers of visible ratings of the other users: the points of the learning curve.
         *
         * @param ratings each 0 or more or {@link ColdUserSplit#ALL}, which is the only one unless set
         * @return this
         */
        public Builder levels(int... ratings) {
            this.levels = ratings.clone();
            return this;
        }

        /**
         * The seeds of the runs of each level: each chooses another sample of the other users' ratings.
         *
         * @param seeds any numbers; {@value ColdStartBootstrapper#DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seeds(long... seeds) {
            this.seeds = seeds.clone();
            return this;
        }

        /**
         * Seed of the choice of cold users and their visible ratings, the same for all runs, and of the bootstrap.
         *
         * @param seed any number; {@value ColdUserSplit#DEFAULT_SEED} unless set
         * @return this
         */
        public Builder splitSeed(long seed) {
            this.splitSeed = seed;
            return this;
        }

        /**
         * Number of bootstrap resamples.
         *
         * @param resamples 100 or more; {@value ColdStartEvaluation#DEFAULT_RESAMPLES} unless set
         * @return this
         */
        public Builder resamples(int resamples) {
            this.resamples = resamples;
            return this;
        }

        /**
         * Further options of each warm start, such as its policy, profiles or rounds. What this builder sets itself
         * overrides them: ratings, catalogue, generator, learner, budget, cold users, seed and listener.
         *
         * @param options sets them; nothing unless set
         * @return this
         */
        public Builder options(Consumer<ColdStartBootstrapper.Builder> options) {
            this.options = requireNonNull(options, "options");
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
         * Listener of each warm start.
         *
         * @param listener none unless set
         * @return this
         */
        public Builder warmStartListener(WarmStartListener listener) {
            this.warmStartListener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Listener of the finished runs.
         *
         * @param listener none unless set
         * @return this
         */
        public Builder listener(EvaluationListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the evaluation
         * @throws IllegalArgumentException if a required part was not set, or an option is out of its range
         */
        public ColdStartEvaluation build() {
            return new ColdStartEvaluation(this);
        }
    }
}
