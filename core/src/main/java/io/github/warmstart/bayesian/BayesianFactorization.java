// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.internal.gibbs.AttributeFeatures;
import io.github.warmstart.internal.gibbs.EntityPrior;
import io.github.warmstart.internal.gibbs.GibbsSampler;
import io.github.warmstart.internal.gibbs.RatingUnits;
import io.github.warmstart.internal.gibbs.SamplingChain;
import io.github.warmstart.internal.gibbs.SideInformation;
import io.github.warmstart.internal.gibbs.SideRows;
import io.github.warmstart.internal.history.UserHistories;
import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.Recommender;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bayesian probabilistic matrix factorization: user effects, item effects and vectors are drawn from their posterior by
 * Gibbs sampling, and predictions are means over the draws. There is nothing to tune: the amounts of shrinkage are
 * drawn as well.
 *
 * <p>Besides the ratings it learns from side information: attributes of items and users, the number of ratings of an
 * item and its raters. These move the prior means of effects and vectors, and so matter most if ratings are few. Every
 * user and every item has its own noise variance, so that ratings of a user who rates at random get less weight.
 * Weights are exact: a row of weight w has w times the precision of a row of weight 1 of the same pair; given the
 * variances, a row of weight 2 counts as the same row twice. Pseudo ratings affect the vectors of their user and item
 * and no shared parameter. A prior of an item replaces the prior of its effect.
 *
 * <p>Cost is O(sweeps x rows x factors^2): seconds for 10^5 rows, an hour for 10^7. Memory while fitting is about 30
 * bytes a row. The same table, priors, options and seed give the same model bit for bit, on any number of threads. An
 * interrupt ends a fit with a {@link java.util.concurrent.CancellationException} and its status stays set. Immutable
 * and thread-safe; the threads of a fit are daemons named {@code warmstart-gibbs-n} that end with it.
 *
 * @see <a href="https://doi.org/10.1145/1390156.1390267">Salakhutdinov, Mnih: Bayesian Probabilistic Matrix
 *     Factorization using Markov Chain Monte Carlo (2008)</a>
 * @see <a href="https://arxiv.org/abs/1509.04610">Simm et al.: Macau: Scalable Bayesian Multi-relational Factorization
 *     with Side Information using MCMC (2015)</a>
 */
public final class BayesianFactorization implements Recommender {

    /** Default number of factors: it follows the size of the table. */
    public static final int FACTORS_BY_SIZE = -1;
    /** Default number of burn-in sweeps. */
    public static final int DEFAULT_BURN_IN = 50;
    /** Default number of sweeps after burn-in. */
    public static final int DEFAULT_SWEEPS = 150;
    /** Default maximum number of samples. */
    public static final int DEFAULT_SAMPLES = 50;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    private static final int MAX_FACTORS = 128;
    private static final Logger LOG = LoggerFactory.getLogger(BayesianFactorization.class);

    private final OptionalInt factors;
    private final int burnIn;
    private final int sweeps;
    private final int samples;
    private final OptionalInt threads;
    private final long seed;
    private final boolean audience;
    private final AttributeFeatures itemAttributes;
    private final AttributeFeatures userAttributes;
    private final Map<String, Map<String, List<String>>> describedItems;
    private final Map<String, Map<String, List<String>>> describedUsers;

    private BayesianFactorization(Builder builder) {
        factors = builder.factors;
        burnIn = builder.burnIn;
        sweeps = builder.sweeps;
        samples = builder.samples;
        threads = builder.threads;
        seed = builder.seed;
        audience = builder.audience;
        itemAttributes = AttributeFeatures.of(builder.itemAttributes);
        userAttributes = AttributeFeatures.of(builder.userAttributes);
        describedItems = builder.itemAttributes;
        describedUsers = builder.userAttributes;
    }

    /**
     * The learner with all its defaults, and without attributes.
     *
     * @return a learner
     */
    public static BayesianFactorization ofDefaults() {
        return builder().build();
    }

    /**
     * Starts a learner.
     *
     * @return a builder for one thread, with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder that starts from the options of this learner.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        Builder builder = builder()
                .burnIn(burnIn)
                .sweeps(sweeps)
                .samples(samples)
                .seed(seed)
                .audience(audience);
        factors.ifPresent(builder::factors);
        threads.ifPresent(builder::threads);
        builder.itemAttributes = describedItems;
        builder.userAttributes = describedUsers;
        return builder;
    }

    /**
     * The length of a vector.
     *
     * @return 0 to 128; empty if it is chosen by the size of the table
     */
    public OptionalInt factors() {
        return factors;
    }

    /**
     * Number of burn-in sweeps.
     *
     * @return 0 or more
     */
    public int burnIn() {
        return burnIn;
    }

    /**
     * Number of sweeps after burn-in.
     *
     * @return 1 or more
     */
    public int sweeps() {
        return sweeps;
    }

    /**
     * Maximum number of samples.
     *
     * @return 1 or more
     */
    public int samples() {
        return samples;
    }

    /**
     * Number of training threads, the calling one included.
     *
     * @return 1 or more; empty for one a processor
     */
    public OptionalInt threads() {
        return threads;
    }

    /**
     * The seed of all draws.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    /**
     * Whether popularity and audience of items are used.
     *
     * @return true unless switched off
     */
    public boolean audience() {
        return audience;
    }

    @Override
    public BayesianModel fit(RatingTable table) {
        return fit(table, ItemPriors.none());
    }

    @Override
    public BayesianModel fit(RatingTable table, ItemPriors priors) {
        RatingUnits units = RatingUnits.of(table);
        int columns = 1 + factors.orElse(factorsFor(table.size()));
        SideRows userRows = SideRows.byUser(table, units);
        SideRows itemRows = SideRows.byItem(table, units);
        SideInformation ofUsers = new SideInformation(userRows, userAttributes, table::userId, false, 0);
        SideInformation ofItems =
                new SideInformation(itemRows, itemAttributes, table::itemId, audience, table.userCount());
        EntityPrior users = new EntityPrior(userRows, ofUsers, columns, false, null, null);
        double[] means = ownMeans(table, priors, units);
        EntityPrior items = new EntityPrior(
                itemRows, ofItems, columns, true, means, means == null ? null : ownPrecisions(table, priors, units));
        try (WorkerTeam team =
                new WorkerTeam(threads.orElse(Runtime.getRuntime().availableProcessors()), "warmstart-gibbs")) {
            GibbsSampler sampler = new GibbsSampler(users, items, team, seed);
            SamplingChain chain = new SamplingChain(sampler, burnIn, sweeps, samples).run();
            BayesianModel.SamplingSummary summary = new BayesianModel.SamplingSummary(
                    chain.factors(),
                    chain.sweeps(),
                    chain.samples().size(),
                    chain.splitRHat(),
                    chain.converged(),
                    chain.noiseDeviation(units),
                    chain.tasteDeviation(units),
                    chain.trainingRmse(units));
            LOG.debug("{}", summary);
            FoldInPosterior posterior =
                    new FoldInPosterior(chain.samples(), table, priors, userAttributes, itemAttributes, units, seed);
            return new BayesianModel(UserHistories.of(table), priors, posterior, summary);
        }
    }

    /** 10 up to 10^5 rows, 20 at 10^6, 30 at 10^7: superfluous factors are shrunk to 0 but cost time. */
    static int factorsFor(int rows) {
        return (int) Math.max(10, Math.round(10 + 10 * StrictMath.log10(Math.max(1, rows) / 1e5)));
    }

    private static double @Nullable [] ownMeans(RatingTable table, ItemPriors priors, RatingUnits units) {
        if (priors.isEmpty()) {
            return null;
        }
        double[] means = new double[table.itemCount()];
        Arrays.setAll(
                means,
                item -> priors.prior(table.itemId(item))
                        .map(prior -> units.in(prior.mean()))
                        .orElse(Double.NaN));
        return means;
    }

    private static double[] ownPrecisions(RatingTable table, ItemPriors priors, RatingUnits units) {
        double[] precisions = new double[table.itemCount()];
        Arrays.setAll(
                precisions,
                item -> priors.prior(table.itemId(item))
                        .map(prior -> units.unit() * units.unit() / prior.variance())
                        .orElse(Double.NaN));
        return precisions;
    }

    @Override
    public String toString() {
        return "BayesianFactorization(factors=%s, burnIn=%d, sweeps=%d, samples=%d, audience=%s, seed=%d)"
                .formatted(
                        factors.isPresent() ? factors.getAsInt() : "by data", burnIn, sweeps, samples, audience, seed);
    }

    /** Options of a {@link BayesianFactorization}. For one thread. */
    public static final class Builder {

        private OptionalInt factors = OptionalInt.empty();
        private int burnIn = DEFAULT_BURN_IN;
        private int sweeps = DEFAULT_SWEEPS;
        private int samples = DEFAULT_SAMPLES;
        private OptionalInt threads = OptionalInt.empty();
        private long seed = DEFAULT_SEED;
        private boolean audience = true;
        private Map<String, Map<String, List<String>>> itemAttributes = Map.of();
        private Map<String, Map<String, List<String>>> userAttributes = Map.of();

        private Builder() {}

        /**
         * The length of a vector. Superfluous factors do no harm but cost time.
         *
         * @param factors 0 (effects alone) to 128; unless set, 10 up to 10^5 rows, 20 at 10^6, 30 at 10^7
         * @return this
         */
        public Builder factors(int factors) {
            this.factors = OptionalInt.of(factors);
            return this;
        }

        /**
         * Number of burn-in sweeps.
         *
         * @param burnIn 0 to 100,000; {@value #DEFAULT_BURN_IN} unless set
         * @return this
         */
        public Builder burnIn(int burnIn) {
            this.burnIn = burnIn;
            return this;
        }

        /**
         * Number of sweeps after burn-in. While the chain has not converged after them, half as many more are run, at
         * most twice, which replace the older half.
         *
         * @param sweeps 1 to 100,000; {@value #DEFAULT_SWEEPS} unless set
         * @return this
         */
        public Builder sweeps(int sweeps) {
            this.sweeps = sweeps;
            return this;
        }

        /**
         * Maximum number of samples, evenly spaced over the sweeps after burn-in. More make predictions and variances
         * more accurate, slower and larger; fewer are kept, but at least 20, if they would take more than 256 MiB.
         *
         * @param samples 1 to 10,000; {@value #DEFAULT_SAMPLES} unless set
         * @return this
         */
        public Builder samples(int samples) {
            this.samples = samples;
            return this;
        }

        /**
         * Number of training threads, the calling one included. The model does not depend on it.
         *
         * @param threads 1 to 1,024; one a processor unless set
         * @return this
         */
        public Builder threads(int threads) {
            this.threads = OptionalInt.of(threads);
            return this;
        }

        /**
         * The seed of all draws.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Whether to use the number of ratings of an item and its raters. Helps if users choose what they rate; switch
         * it off if items were shown at random.
         *
         * @param audience true unless set
         * @return this
         */
        public Builder audience(boolean audience) {
            this.audience = audience;
            return this;
        }

        /**
         * The items' attributes. Attributes whose values are all single numbers are numeric, others categorical.
         *
         * @param catalog the items; none unless set. Items of the table without an entry count as average ones
         * @return this
         */
        public Builder catalog(ItemCatalog catalog) {
            Map<String, Map<String, List<String>>> attributes = new LinkedHashMap<>();
            requireNonNull(catalog, "catalog").items().forEach(item -> attributes.put(item.id(), item.attributes()));
            itemAttributes = attributes;
            return this;
        }

        /**
         * The users' attributes. Attributes whose values are all single numbers are numeric, others categorical.
         *
         * @param profiles the users; none unless set. Users of the table without a profile count as average ones
         * @return this
         */
        public Builder profiles(Collection<UserProfile> profiles) {
            Map<String, Map<String, List<String>>> attributes = new LinkedHashMap<>();
            requireNonNull(profiles, "profiles")
                    .forEach(profile -> attributes.put(profile.userId(), profile.attributes()));
            userAttributes = attributes;
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the learner
         * @throws IllegalArgumentException if an option is out of its range
         */
        public BayesianFactorization build() {
            factors.ifPresent(given -> check("factors", given, 0, MAX_FACTORS));
            check("burnIn", burnIn, 0, 100_000);
            check("sweeps", sweeps, 1, 100_000);
            check("samples", samples, 1, 10_000);
            threads.ifPresent(given -> check("threads", given, 1, 1024));
            return new BayesianFactorization(this);
        }

        private static void check(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "%s must be between %d and %d, but was %d".formatted(name, least, most, value));
            }
        }
    }
}
