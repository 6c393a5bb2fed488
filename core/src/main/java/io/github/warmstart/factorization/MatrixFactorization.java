// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.sgd.KernelSelector;
import io.github.warmstart.progress.TrainingListener;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.Recommender;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/**
 * Matrix factorization with user effects and item means: the prediction of a {@link BiasRecommender} plus the product
 * of the user's and the item's vector, trained by stochastic gradient descent.
 *
 * <p>Effects start at those of the bias model, with its estimated shrinkage. Each epoch moves the vectors by stochastic
 * gradient descent, with a step size that decreases linearly to 0, and then recomputes the effects in closed form from
 * the residuals of the vectors. The penalty on vectors follows the data: it is set in standard deviations of the noise,
 * and decreases for users and items with more ratings. On little data the model is therefore close to the bias model,
 * on much data it fits tastes down to the noise, and no option needs tuning. Weights are honoured; an item's prior
 * replaces the common centre. Ratings times ten give predictions times ten.
 *
 * <p>Cost is O(epochs x rows x factors), memory O((users + items) x factors + rows). Large tables are trained on all
 * processors by default. The same table, priors, options and seed give the same model bit for bit, on any number of
 * threads, and with or without {@code --add-modules jdk.incubator.vector}, which makes training several times faster.
 * Immutable and thread-safe.
 */
public final class MatrixFactorization implements Recommender {

    /** Default number of epochs. */
    public static final int DEFAULT_EPOCHS = 20;
    /** Default initial step size. */
    public static final double DEFAULT_LEARNING_RATE = 0.1;
    /** Default penalty on vectors, in standard deviations of the noise. */
    public static final double DEFAULT_REGULARIZATION = 1.5;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    private static final int MAX_FACTORS = 512;
    private static final int MAX_THREADS = 1024;

    private final OptionalInt factors;
    private final int epochs;
    private final double learningRate;
    private final double regularization;
    private final double validationShare;
    private final long seed;
    private final OptionalInt threads;
    private final TrainingListener listener;

    private MatrixFactorization(Builder builder) {
        factors = builder.factors;
        epochs = builder.epochs;
        learningRate = builder.learningRate;
        regularization = builder.regularization;
        validationShare = builder.validationShare;
        seed = builder.seed;
        threads = builder.threads;
        listener = builder.listener;
    }

    /**
     * The learner with all its defaults.
     *
     * @return a learner
     */
    public static MatrixFactorization ofDefaults() {
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
                .epochs(epochs)
                .learningRate(learningRate)
                .regularization(regularization)
                .validationShare(validationShare)
                .seed(seed)
                .listener(listener);
        factors.ifPresent(builder::factors);
        threads.ifPresent(builder::threads);
        return builder;
    }

    /**
     * The length of a vector.
     *
     * @return 1 to 512, or empty if it is chosen by data
     */
    public OptionalInt factors() {
        return factors;
    }

    /**
     * Number of epochs: visits to every row.
     *
     * @return 0 or more
     */
    public int epochs() {
        return epochs;
    }

    /**
     * The initial step size.
     *
     * @return above 0
     */
    public double learningRate() {
        return learningRate;
    }

    /**
     * The penalty on vectors, in standard deviations of the noise.
     *
     * @return 0 or more
     */
    public double regularization() {
        return regularization;
    }

    /**
     * Share of the real ratings that the number of epochs is chosen on.
     *
     * @return 0 to 0.5; 0 if all epochs are run
     */
    public double validationShare() {
        return validationShare;
    }

    /**
     * Number of training threads.
     *
     * @return 1 or more, or empty if it is chosen by data
     */
    public OptionalInt threads() {
        return threads;
    }

    /**
     * Listener of each epoch.
     *
     * @return the listener; {@link TrainingListener#NONE} unless set
     */
    public TrainingListener listener() {
        return listener;
    }

    /**
     * The seed of the starting vectors and of the order of visits.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if training diverges even with much shorter steps
     * @throws CancellationException if the calling thread is interrupted while training; its interrupt status stays
     *     set, and no thread of the training is left
     */
    @Override
    public FactorModel fit(RatingTable table) {
        return fit(table, ItemPriors.none());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if training diverges even with much shorter steps
     * @throws CancellationException if the calling thread is interrupted while training; its interrupt status stays
     *     set, and no thread of the training is left
     */
    @Override
    public FactorModel fit(RatingTable table, ItemPriors priors) {
        return new SgdTraining(this, priors, KernelSelector.best()).fit(table);
    }

    @Override
    public String toString() {
        return "MatrixFactorization(factors=%s, epochs=%d, learningRate=%s, regularization=%s, validationShare=%s, seed=%d)"
                .formatted(
                        factors.isPresent() ? factors.getAsInt() : "by data",
                        epochs,
                        learningRate,
                        regularization,
                        validationShare,
                        seed);
    }

    /** Options of a {@link MatrixFactorization}. For one thread. */
    public static final class Builder {

        private OptionalInt factors = OptionalInt.empty();
        private int epochs = DEFAULT_EPOCHS;
        private double learningRate = DEFAULT_LEARNING_RATE;
        private double regularization = DEFAULT_REGULARIZATION;
        private double validationShare;
        private long seed = DEFAULT_SEED;
        private OptionalInt threads = OptionalInt.empty();
        private TrainingListener listener = TrainingListener.NONE;

        private Builder() {}

        /**
         * The length of a vector. Time grows with it in steps of 16.
         *
         * @param factors 1 to 512; unless set 8 for tables below 5,000 rows, 16 below 500,000, 32 below 5,000,000, and else
         *     64
         * @return this
         */
        public Builder factors(int factors) {
            this.factors = OptionalInt.of(factors);
            return this;
        }

        /**
         * Number of epochs: visits to every row.
         *
         * @param epochs 0 (effects alone) to 10,000; {@value #DEFAULT_EPOCHS} unless set
         * @return this
         */
        public Builder epochs(int epochs) {
            this.epochs = epochs;
            return this;
        }

        /**
         * The initial step size, for a scale of length 4.5. It is halved automatically when training diverges.
         *
         * @param learningRate finite and above 0; {@value #DEFAULT_LEARNING_RATE} unless set
         * @return this
         */
        public Builder learningRate(double learningRate) {
            this.learningRate = learningRate;
            return this;
        }

        /**
         * The penalty on vectors, in standard deviations of the noise: a user or an item whose rows weigh {@code n} in
         * all is penalised by {@code regularization x noise / sqrt(n)} at each visit.
         *
         * @param regularization finite and 0 or more; {@value #DEFAULT_REGULARIZATION} unless set
         * @return this
         */
        public Builder regularization(double regularization) {
            this.regularization = regularization;
            return this;
        }

        /**
         * Share of the real ratings used to choose the number of epochs. If above 0, a first training leaves them out
         * and finds the epoch that predicts them best, and a second one runs that many epochs on all rows. Takes twice
         * the time; useful if {@link #epochs} is far from its default.
         *
         * @param validationShare 0 (run all epochs) to 0.5; 0 unless set
         * @return this
         */
        public Builder validationShare(double validationShare) {
            this.validationShare = validationShare;
            return this;
        }

        /**
         * Number of training threads, the calling one included. The model is the same on any number.
         *
         * @param threads 1 to 1024, limited by the strata of the table, at most 20; unless set, 1 for tables below
         *     500,000 rows, else one a processor
         * @return this
         */
        public Builder threads(int threads) {
            this.threads = OptionalInt.of(threads);
            return this;
        }

        /**
         * Listener of each epoch.
         *
         * @param listener called by the thread that called {@code fit}
         * @return this
         */
        public Builder listener(TrainingListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * The seed of the starting vectors and of the order of visits.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the learner
         * @throws IllegalArgumentException if an option is out of its range
         */
        public MatrixFactorization build() {
            factors.ifPresent(given -> check("factors", given, MAX_FACTORS));
            threads.ifPresent(given -> check("threads", given, MAX_THREADS));
            if (epochs < 0 || epochs > 10_000) {
                throw new IllegalArgumentException("epochs must be between 0 and 10000, but was " + epochs);
            }
            if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
                throw new IllegalArgumentException("learningRate must be finite and > 0, but was " + learningRate);
            }
            if (!(regularization >= 0) || !Double.isFinite(regularization)) {
                throw new IllegalArgumentException("regularization must be finite and >= 0, but was " + regularization);
            }
            if (!(validationShare >= 0 && validationShare <= 0.5)) {
                throw new IllegalArgumentException(
                        "validationShare must be between 0 and 0.5, but was " + validationShare);
            }
            return new MatrixFactorization(this);
        }

        private static void check(String name, int given, int most) {
            if (given < 1 || given > most) {
                throw new IllegalArgumentException(
                        "%s must be between 1 and %d, but was %d".formatted(name, most, given));
            }
        }
    }
}
