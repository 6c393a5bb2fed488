// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.Recommender;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Matrix factorization by weighted alternating least squares: the same model as that of a {@link MatrixFactorization},
 * trained by solving for all items and all users in turn, each exactly.
 *
 * <p>Effect and vector of a user or an item are one weighted ridge regression. Weights are exact: a row of weight 2 is
 * two rows, given the same variances. Effects are regularised by the variances that the bias model estimates, and an
 * item's effect by its prior if it has one. The penalty on a vector is {@code regularization x sd x sqrt(n)}, with
 * {@code sd} the standard deviation of ratings around the bias model and {@code n} the sum of weights of the vector's
 * rows, 1 at least. That is between ridge regression and the weighted lambda of Zhou et al. (2008), whose penalty is
 * proportional to {@code n}: errors on public rating sets are lowest there, and the penalty per rating still decreases
 * as a history grows. Ratings times ten give predictions times ten.
 *
 * <p>No sweep increases the penalised squared error, and there is no step size, so training never diverges. Cost is
 * O(sweeps x (rows x factors^2 + (users + items) x factors^3)) on all processors by default, memory O((users + items) x
 * factors). The same table, priors, options and seed give the same model bit for bit on any number of threads.
 * Immutable and thread-safe.
 *
 * @see <a href="https://doi.org/10.1007/978-3-540-68880-8_32">Zhou, Wilkinson, Schreiber, Pan: Large-Scale Parallel
 *     Collaborative Filtering for the Netflix Prize (2008)</a>
 */
public final class AlternatingLeastSquares implements Recommender {

    /** Default length of a vector. */
    public static final int DEFAULT_FACTORS = 16;
    /** Default number of sweeps over all items and all users. */
    public static final int DEFAULT_SWEEPS = 15;
    /** Default penalty on vectors. */
    public static final double DEFAULT_REGULARIZATION = 1.75;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    private static final Logger LOG = LoggerFactory.getLogger(AlternatingLeastSquares.class);

    private final int factors;
    private final int sweeps;
    private final double regularization;
    private final long seed;
    private final OptionalInt threads;

    private AlternatingLeastSquares(Builder builder) {
        factors = builder.factors;
        sweeps = builder.sweeps;
        regularization = builder.regularization;
        seed = builder.seed;
        threads = builder.threads;
    }

    /**
     * The learner with all its defaults.
     *
     * @return a learner
     */
    public static AlternatingLeastSquares ofDefaults() {
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
                .factors(factors)
                .sweeps(sweeps)
                .regularization(regularization)
                .seed(seed);
        threads.ifPresent(builder::threads);
        return builder;
    }

    /**
     * The length of a vector.
     *
     * @return 1 to 512
     */
    public int factors() {
        return factors;
    }

    /**
     * Number of sweeps over all items and all users.
     *
     * @return 1 to 10,000
     */
    public int sweeps() {
        return sweeps;
    }

    /**
     * The penalty on vectors.
     *
     * @return above 0
     */
    public double regularization() {
        return regularization;
    }

    /**
     * The seed of the starting vectors.
     *
     * @return any number
     */
    public long seed() {
        return seed;
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
     * {@inheritDoc}
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; its interrupt status
     *     stays set
     * @throws IllegalStateException if weights differ so much that the equations cannot be solved in double precision
     */
    @Override
    public FactorModel fit(RatingTable table) {
        return fit(table, ItemPriors.none());
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; its interrupt status
     *     stays set
     * @throws IllegalStateException if weights differ so much that the equations cannot be solved in double precision
     */
    @Override
    public FactorModel fit(RatingTable table, ItemPriors priors) {
        BiasModel bias = new BiasRecommender().fit(table, priors);
        AlsTrainer trainer = trainer(table, priors, bias);
        try (WorkerTeam team =
                new WorkerTeam(threads.orElse(Runtime.getRuntime().availableProcessors()), "warmstart-worker")) {
            for (int sweep = 0; sweep < sweeps; sweep++) {
                trainer.sweep(team);
            }
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug("penalised squared error {} after {} sweeps", trainer.objective(), sweeps);
        }
        BiasTerms effects = new BiasTerms(table, bias, priors);
        FMatrixRMaj users = split(trainer.users, effects.userEffects);
        FMatrixRMaj items = split(trainer.items, effects.itemMeans);
        FactorModel.TrainingSummary summary = new FactorModel.TrainingSummary(
                factors,
                sweeps,
                0,
                regularization,
                1,
                "exact",
                rmse(table, effects, users, items),
                OptionalDouble.empty());
        return new FactorModel(
                table,
                priors,
                bias,
                effects,
                users,
                items,
                summary,
                part -> fit(part, priors).refitted());
    }

    /** The weighted root mean squared error on the rows, in rating units; 0 without rows. */
    private static double rmse(RatingTable table, BiasTerms effects, FMatrixRMaj users, FMatrixRMaj items) {
        double squares = 0;
        double weights = 0;
        for (int row = 0; row < table.size(); row++) {
            int user = table.user(row);
            int item = table.item(row);
            double error = table.value(row)
                    - effects.userEffects[user]
                    - effects.itemMeans[item]
                    - Vectors.dot(users, user, items, item);
            squares += table.weight(row) * error * error;
            weights += table.weight(row);
        }
        return weights == 0 ? 0 : Math.sqrt(squares / weights);
    }

    /** A trainer before its first sweep. */
    AlsTrainer trainer(RatingTable table, ItemPriors priors, BiasModel bias) {
        // ratings times c need vectors times sqrt(c), and squared errors of c^2 need a penalty times c
        double unit = Math.sqrt(bias.noiseVariance());
        return new AlsTrainer(table, priors, bias, factors, regularization * unit, unit, new SplittableRandom(seed));
    }

    /** Separates effects and vectors. */
    private FMatrixRMaj split(double[] matrix, double[] effects) {
        FMatrixRMaj vectors = new FMatrixRMaj(effects.length, factors);
        for (int index = 0; index < effects.length; index++) {
            effects[index] = matrix[index * (1 + factors)];
            for (int k = 0; k < factors; k++) {
                vectors.data[index * factors + k] = (float) matrix[index * (1 + factors) + 1 + k];
            }
        }
        return vectors;
    }

    @Override
    public String toString() {
        return "AlternatingLeastSquares(factors=%d, sweeps=%d, regularization=%s, seed=%d)"
                .formatted(factors, sweeps, regularization, seed);
    }

    /** Options of an {@link AlternatingLeastSquares}. For one thread. */
    public static final class Builder {

        private int factors = DEFAULT_FACTORS;
        private int sweeps = DEFAULT_SWEEPS;
        private double regularization = DEFAULT_REGULARIZATION;
        private long seed = DEFAULT_SEED;
        private OptionalInt threads = OptionalInt.empty();

        private Builder() {}

        /**
         * The length of a vector.
         *
         * @param factors 1 to 512; {@value #DEFAULT_FACTORS} unless set
         * @return this
         */
        public Builder factors(int factors) {
            this.factors = factors;
            return this;
        }

        /**
         * Number of sweeps over all items and all users.
         *
         * @param sweeps 1 to 10,000; {@value #DEFAULT_SWEEPS} unless set
         * @return this
         */
        public Builder sweeps(int sweeps) {
            this.sweeps = sweeps;
            return this;
        }

        /**
         * The penalty on vectors, in standard deviations of ratings around the bias model.
         *
         * @param regularization finite and above 0; {@value #DEFAULT_REGULARIZATION} unless set
         * @return this
         */
        public Builder regularization(double regularization) {
            this.regularization = regularization;
            return this;
        }

        /**
         * The seed of the starting vectors.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Number of training threads, the calling one included; the result is the same on any number.
         *
         * @param threads 1 to 1024; one a processor unless set
         * @return this
         */
        public Builder threads(int threads) {
            this.threads = OptionalInt.of(threads);
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the learner
         * @throws IllegalArgumentException if an option is out of its range
         */
        public AlternatingLeastSquares build() {
            if (factors < 1 || factors > 512) {
                throw new IllegalArgumentException("factors must be between 1 and 512, but was " + factors);
            }
            if (sweeps < 1 || sweeps > 10_000) {
                throw new IllegalArgumentException("sweeps must be between 1 and 10000, but was " + sweeps);
            }
            if (!(regularization > 0) || !Double.isFinite(regularization)) {
                throw new IllegalArgumentException("regularization must be finite and > 0, but was " + regularization);
            }
            threads.ifPresent(given -> {
                if (given < 1 || given > 1024) {
                    throw new IllegalArgumentException("threads must be between 1 and 1024, but was " + given);
                }
            });
            return new AlternatingLeastSquares(this);
        }
    }
}
