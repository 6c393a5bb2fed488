// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Matrix factorization of implicit feedback, such as items watched, bought or played: weighted alternating least
 * squares.
 *
 * <p>Each observed pair has the target 1, weighted by its strength; all pairs have the target 0, with a small weight;
 * and vectors have an L2 penalty that grows with the interactions of their user or item. Every item and every user is
 * set in turn to the exact minimum given the other side, at a cost that does not depend on the number of unobserved
 * pairs. It is the model of Hu, Koren and Volinsky (2008) in the form and regularisation of Rendle et al. (2021), who
 * find it as good as later models if its options are tuned.
 *
 * <p>Cost is O(sweeps x (pairs x factors^2 + (users + items) x factors^3)) on all processors by default, memory
 * O((users + items) x factors). The same interactions, options and seed give the same model bit for bit on any number
 * of threads. Immutable and thread-safe.
 *
 * @see <a href="https://doi.org/10.1109/ICDM.2008.22">Hu, Koren, Volinsky: Collaborative Filtering for Implicit Feedback
 *     Datasets (2008)</a>
 * @see <a href="https://arxiv.org/abs/2110.14037">Rendle, Krichene, Zhang, Koren: Revisiting the Performance of iALS on
 *     Item Recommendation Benchmarks (2021)</a>
 */
public final class ImplicitFactorization {

    /** Default length of a vector. */
    public static final int DEFAULT_FACTORS = 64;
    /** Default number of sweeps over all items and all users. */
    public static final int DEFAULT_SWEEPS = 16;
    /** Default weight of an unobserved pair. */
    public static final double DEFAULT_UNSEEN_WEIGHT = 0.1;
    /** Default penalty on vectors. */
    public static final double DEFAULT_REGULARIZATION = 0.01;
    /** Default exponent of the penalty. */
    public static final double DEFAULT_FREQUENCY_SCALING = 1;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    private static final Logger LOG = LoggerFactory.getLogger(ImplicitFactorization.class);

    private final int factors;
    private final int sweeps;
    private final double unseenWeight;
    private final double regularization;
    private final double frequencyScaling;
    private final long seed;
    private final OptionalInt threads;

    private ImplicitFactorization(Builder builder) {
        factors = builder.factors;
        sweeps = builder.sweeps;
        unseenWeight = builder.unseenWeight;
        regularization = builder.regularization;
        frequencyScaling = builder.frequencyScaling;
        seed = builder.seed;
        threads = builder.threads;
    }

    /**
     * The learner with all its defaults.
     *
     * @return a learner
     */
    public static ImplicitFactorization ofDefaults() {
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
                .unseenWeight(unseenWeight)
                .regularization(regularization)
                .frequencyScaling(frequencyScaling)
                .seed(seed);
        threads.ifPresent(builder::threads);
        return builder;
    }

    /**
     * Trains a model in which the strength of a pair is its count.
     *
     * @param table the observed pairs
     * @return the model
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; its interrupt status
     *     stays set
     * @throws IllegalStateException if strengths differ so much that the equations cannot be solved in double precision
     */
    public ImplicitModel fit(InteractionTable table) {
        return fit(table, table::count);
    }

    /**
     * Trains a model.
     *
     * @param table the observed pairs
     * @param strength strength of a row of the table, finite and 0 or more; 0 leaves the row out. Stored as a float
     * @return the model
     * @throws IllegalArgumentException if a strength is negative or not finite
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; its interrupt status
     *     stays set
     * @throws IllegalStateException if strengths differ so much that the equations cannot be solved in double precision
     */
    public ImplicitModel fit(InteractionTable table, IntToDoubleFunction strength) {
        StrengthMatrix interactions = StrengthMatrix.of(table, strength);
        ImplicitTrainer trainer = new ImplicitTrainer(interactions, this);
        try (WorkerTeam team =
                new WorkerTeam(threads.orElse(Runtime.getRuntime().availableProcessors()), "warmstart-worker")) {
            for (int sweep = 0; sweep < sweeps; sweep++) {
                trainer.sweep(team);
            }
            if (LOG.isDebugEnabled()) {
                LOG.debug("objective {} after {} sweeps", trainer.objective(team), sweeps);
            }
            return new ImplicitModel(interactions, this, trainer, ImplicitTrainer.gram(team, trainer.items, factors));
        }
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
     * Weight of an unobserved pair, relative to an interaction of strength 1.
     *
     * @return above 0
     */
    public double unseenWeight() {
        return unseenWeight;
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
     * Exponent of the penalty in the interactions of a user or an item.
     *
     * @return 0 (not at all) to 2
     */
    public double frequencyScaling() {
        return frequencyScaling;
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

    @Override
    public String toString() {
        return "ImplicitFactorization(factors=%d, sweeps=%d, unseenWeight=%s, regularization=%s, frequencyScaling=%s, seed=%d)"
                .formatted(factors, sweeps, unseenWeight, regularization, frequencyScaling, seed);
    }

    /** Options of an {@link ImplicitFactorization}. For one thread. */
    public static final class Builder {

        private int factors = DEFAULT_FACTORS;
        private int sweeps = DEFAULT_SWEEPS;
        private double unseenWeight = DEFAULT_UNSEEN_WEIGHT;
        private double regularization = DEFAULT_REGULARIZATION;
        private double frequencyScaling = DEFAULT_FREQUENCY_SCALING;
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
         * Weight of an unobserved pair, relative to an interaction of strength 1. The smaller, the higher the scores of
         * unobserved pairs. Called alpha0 by Rendle et al.
         *
         * @param unseenWeight finite and above 0; {@value #DEFAULT_UNSEEN_WEIGHT} unless set
         * @return this
         */
        public Builder unseenWeight(double unseenWeight) {
            this.unseenWeight = unseenWeight;
            return this;
        }

        /**
         * The penalty on vectors. Called lambda by Rendle et al.
         *
         * @param regularization finite and above 0; {@value #DEFAULT_REGULARIZATION} unless set
         * @return this
         */
        public Builder regularization(double regularization) {
            this.regularization = regularization;
            return this;
        }

        /**
         * Exponent of the penalty in the sum of strengths of a user or an item, unobserved pairs included. Called nu by
         * Rendle et al.
         *
         * @param frequencyScaling 0 (not at all) to 2; {@value #DEFAULT_FREQUENCY_SCALING} (in proportion) unless set
         * @return this
         */
        public Builder frequencyScaling(double frequencyScaling) {
            this.frequencyScaling = frequencyScaling;
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
        public ImplicitFactorization build() {
            if (factors < 1 || factors > 512) {
                throw new IllegalArgumentException("factors must be between 1 and 512, but was " + factors);
            }
            if (sweeps < 1 || sweeps > 10_000) {
                throw new IllegalArgumentException("sweeps must be between 1 and 10000, but was " + sweeps);
            }
            if (!(unseenWeight > 0) || !Double.isFinite(unseenWeight)) {
                throw new IllegalArgumentException("unseenWeight must be finite and > 0, but was " + unseenWeight);
            }
            if (!(regularization > 0) || !Double.isFinite(regularization)) {
                throw new IllegalArgumentException("regularization must be finite and > 0, but was " + regularization);
            }
            if (!(frequencyScaling >= 0 && frequencyScaling <= 2)) {
                throw new IllegalArgumentException(
                        "frequencyScaling must be between 0 and 2, but was " + frequencyScaling);
            }
            threads.ifPresent(given -> {
                if (given < 1 || given > 1024) {
                    throw new IllegalArgumentException("threads must be between 1 and 1024, but was " + given);
                }
            });
            return new ImplicitFactorization(this);
        }
    }
}
