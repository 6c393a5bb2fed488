// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from what people did, where nobody rated anything: weighted alternating least squares on watched, bought or
 * played.
 *
 * <p>Each pair that was met should score 1, weighted by its strength; every pair at all should score 0, by a small
 * weight; and vectors are held at zero, the more firmly the more their user or item did. Every item and every user is
 * set in turns to the exact minimum given the other side, at a cost that does not depend on how many pairs were not met.
 * It is the model of Hu, Koren and Volinsky (2008), as it is written and regularised by Rendle et al. (2021), who find
 * it as good as what came after it where its options are chosen with care: search them, if it matters.
 *
 * <p>Cost is O(sweeps x (pairs x factors^2 + (users + items) x factors^3)) on all processors unless said, memory
 * O((users + items) x factors). The same interactions, options and seed give the same model bit for bit on any number of
 * threads. Immutable and thread-safe.
 *
 * @see <a href="https://doi.org/10.1109/ICDM.2008.22">Hu, Koren, Volinsky: Collaborative Filtering for Implicit Feedback
 *     Datasets (2008)</a>
 * @see <a href="https://arxiv.org/abs/2110.14037">Rendle, Krichene, Zhang, Koren: Revisiting the Performance of iALS on
 *     Item Recommendation Benchmarks (2021)</a>
 */
public final class ImplicitFactorization {

    /** Default length of a vector. */
    public static final int DEFAULT_FACTORS = 64;
    /** Default number of times that all items and all users are set. */
    public static final int DEFAULT_SWEEPS = 16;
    /** Default weight of a pair that was not met. */
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
     * Learns.
     *
     * @param interactions who did what
     * @return the model
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted: at once, and with its
     *     interrupt status still set
     * @throws IllegalStateException if strengths lie so far apart that the equations cannot be solved in double precision
     */
    public ImplicitModel fit(Interactions interactions) {
        ImplicitTrainer trainer = new ImplicitTrainer(interactions, this);
        try (WorkerTeam team = new WorkerTeam(threads.orElse(Runtime.getRuntime().availableProcessors()), "warmstart-worker")) {
            for (int sweep = 0; sweep < sweeps; sweep++) {
                trainer.sweep(team);
            }
            if (LOG.isDebugEnabled()) {
                LOG.debug("objective {} after {} sweeps", trainer.objective(team), sweeps);
            }
            return new ImplicitModel(
                    interactions, this, trainer, ImplicitTrainer.gram(team, trainer.items, factors));
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
     * How often all items and all users are set.
     *
     * @return 1 to 10,000
     */
    public int sweeps() {
        return sweeps;
    }

    /**
     * How much it counts that a pair was not met, where 1 is an interaction of strength 1.
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
     * How the penalty grows with what a user or an item did.
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
         * How often all items and all users are set.
         *
         * @param sweeps 1 to 10,000; {@value #DEFAULT_SWEEPS} unless set
         * @return this
         */
        public Builder sweeps(int sweeps) {
            this.sweeps = sweeps;
            return this;
        }

        /**
         * How much it counts that a pair was not met, where 1 is an interaction of strength 1: the less, the bolder the
         * model is about what a user has not met yet. Called alpha0 by Rendle et al.
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
         * How the penalty grows with what a user or an item did: the exponent of the sum of strengths, those of pairs
         * that were not met included. Called nu by Rendle et al.
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
         * How many threads train one model; the result is the same on any number.
         *
         * @param threads 1 to 1024; as many as there are processors unless set
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
