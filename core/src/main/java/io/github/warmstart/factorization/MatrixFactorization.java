// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.Recommender;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Matrix factorization with user effects and item means: what a {@link BiasRecommender} predicts, plus how well the
 * user's vector fits the item's.
 *
 * <p>Effects start where the bias model puts them, with its estimated shrinkage. Each epoch then moves the vectors by
 * stochastic gradient descent, and sets the effects anew in closed form against what the vectors leave over. The
 * regularisation holds vectors near zero until the data outweighs it, so that on little data the model is the bias
 * model and no option needs tuning. Honours weights; priors take the place of the common centre for their items.
 * Learning rate and penalty are meant for a scale whose ends are 4.5 apart, and are brought to the length of any other:
 * ratings times ten give predictions times ten.
 *
 * <p>Cost is O(epochs x rows x factors), memory O((users + items) x factors). The same table, priors, options and seed
 * give the same model bit for bit. Immutable and thread-safe.
 */
public final class MatrixFactorization implements Recommender {

    /** Default length of a vector. */
    public static final int DEFAULT_FACTORS = 16;
    /** Default number of visits to every row. */
    public static final int DEFAULT_EPOCHS = 60;
    /** Default length of the first steps. */
    public static final double DEFAULT_LEARNING_RATE = 0.02;
    /** Default penalty on vectors. */
    public static final double DEFAULT_REGULARIZATION = 0.1;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    /** The learning rate after e epochs is the first one divided by (1 + e x this). */
    private static final double RATE_DECAY = 0.02;

    /** The length of the scale that learning rate and penalty are meant for: half a star to five. */
    private static final double USUAL_LENGTH = 4.5;

    private static final int MOST_RESTARTS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(MatrixFactorization.class);

    private final int factors;
    private final int epochs;
    private final double learningRate;
    private final double regularization;
    private final long seed;

    private MatrixFactorization(Builder builder) {
        factors = builder.factors;
        epochs = builder.epochs;
        learningRate = builder.learningRate;
        regularization = builder.regularization;
        seed = builder.seed;
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
        return builder()
                .factors(factors)
                .epochs(epochs)
                .learningRate(learningRate)
                .regularization(regularization)
                .seed(seed);
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
     * How often every row is visited.
     *
     * @return 0 or more
     */
    public int epochs() {
        return epochs;
    }

    /**
     * The length of the first steps.
     *
     * @return above 0
     */
    public double learningRate() {
        return learningRate;
    }

    /**
     * The penalty on vectors.
     *
     * @return 0 or more
     */
    public double regularization() {
        return regularization;
    }

    /**
     * The seed of the starting vectors and of the order of visits.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    @Override
    public FactorModel fit(RatingTable table) {
        return fit(table, ItemPriors.none());
    }

    @Override
    public FactorModel fit(RatingTable table, ItemPriors priors) {
        BiasModel bias = new BiasRecommender().fit(table, priors);
        double rate = learningRate;
        for (int restart = 0; restart <= MOST_RESTARTS; restart++) {
            rate = learningRate / (1 << restart);
            Effects effects = new Effects(table, bias, priors);
            SplittableRandom random = new SplittableRandom(seed);
            // ratings times c need vectors times sqrt(c): the same descent has the rate times c and the penalty over c
            double c = USUAL_LENGTH / table.scale().length();
            SgdTrainer trainer =
                    new SgdTrainer(table, effects.residuals(), factors, regularization / c, 1 / c, random.split());
            if (trains(trainer, effects, rate * c, table.scale().length(), random)) {
                return new FactorModel(
                        table, priors, bias, effects, trainer.users, trainer.items, part -> fit(part, priors));
            }
            LOG.warn("training diverged at learning rate {}: starting again with half of it", rate);
        }
        throw new IllegalStateException(
                "training diverged at every learning rate from %s to %s: check the weights of the table, or lower learningRate(...)"
                        .formatted(learningRate, rate));
    }

    /**
     * Runs all epochs; false if training diverged: no model whose predictions are on the scale errs by more than its
     * length.
     */
    private boolean trains(SgdTrainer trainer, Effects effects, double rate, double longest, SplittableRandom random) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            trainer.epoch(rate / (1 + epoch * RATE_DECAY), random.split());
            double rmse = effects.refresh(trainer.users, trainer.items);
            if (!(rmse <= longest)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "MatrixFactorization(factors=%d, epochs=%d, learningRate=%s, regularization=%s, seed=%d)"
                .formatted(factors, epochs, learningRate, regularization, seed);
    }

    /** Options of a {@link MatrixFactorization}. For one thread. */
    public static final class Builder {

        private int factors = DEFAULT_FACTORS;
        private int epochs = DEFAULT_EPOCHS;
        private double learningRate = DEFAULT_LEARNING_RATE;
        private double regularization = DEFAULT_REGULARIZATION;
        private long seed = DEFAULT_SEED;

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
         * How often every row is visited.
         *
         * @param epochs 0 (effects alone) to 10,000; {@value #DEFAULT_EPOCHS} unless set
         * @return this
         */
        public Builder epochs(int epochs) {
            this.epochs = epochs;
            return this;
        }

        /**
         * The length of the first steps, for a scale whose ends are 4.5 apart. It is halved by itself when training
         * diverges.
         *
         * @param learningRate finite and above 0; {@value #DEFAULT_LEARNING_RATE} unless set
         * @return this
         */
        public Builder learningRate(double learningRate) {
            this.learningRate = learningRate;
            return this;
        }

        /**
         * The penalty on vectors at each visit, for a scale whose ends are 4.5 apart.
         *
         * @param regularization finite and 0 or more; {@value #DEFAULT_REGULARIZATION} unless set
         * @return this
         */
        public Builder regularization(double regularization) {
            this.regularization = regularization;
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
            if (factors < 1 || factors > 512) {
                throw new IllegalArgumentException("factors must be between 1 and 512, but was " + factors);
            }
            if (epochs < 0 || epochs > 10_000) {
                throw new IllegalArgumentException("epochs must be between 0 and 10000, but was " + epochs);
            }
            if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
                throw new IllegalArgumentException("learningRate must be finite and > 0, but was " + learningRate);
            }
            if (!(regularization >= 0) || !Double.isFinite(regularization)) {
                throw new IllegalArgumentException("regularization must be finite and >= 0, but was " + regularization);
            }
            return new MatrixFactorization(this);
        }
    }
}
