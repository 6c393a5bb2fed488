// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static java.util.Objects.requireNonNull;

/**
 * Defects of a {@link SimulatedLanguageModel}: its errors about films and persons, and its rates of malformed answers. The
 * defaults are close to those observed for real models.
 *
 * <p>Immutable. Rates are probabilities per reply, from 0 to 1; errors are standard deviations in stars.
 */
public final class ModelVices {

    /** Relation of the model's answers to its knowledge. */
    public enum Honesty {
        /** Answers follow its estimates. */
        TRUTHFUL,
        /** Answers are random, without information. */
        IGNORANT,
        /** Answers are inverted: films that it estimates to be good get low ratings. */
        LYING
    }

    private final Honesty honesty;
    private final double offset;
    private final double spread;
    private final double misconception;
    private final double sharedError;
    private final double noise;
    private final double cutRate;
    private final double chatterRate;
    private final double inventedRate;
    private final double offScaleRate;

    private ModelVices(Builder builder) {
        honesty = builder.honesty;
        offset = builder.offset;
        spread = builder.spread;
        misconception = builder.misconception;
        sharedError = builder.sharedError;
        noise = builder.noise;
        cutRate = builder.cutRate;
        chatterRate = builder.chatterRate;
        inventedRate = builder.inventedRate;
        offScaleRate = builder.offScaleRate;
    }

    /**
     * The defects of a typical model: the defaults of the builder.
     *
     * @return the defects
     */
    public static ModelVices usual() {
        return builder().build();
    }

    /**
     * No defects: the model gives the best possible estimates, well-formed.
     *
     * @return no defects
     */
    public static ModelVices none() {
        return builder()
                .offset(0)
                .spread(1)
                .misconception(0)
                .sharedError(0)
                .noise(0)
                .cutRate(0)
                .chatterRate(0)
                .inventedRate(0)
                .offScaleRate(0)
                .build();
    }

    /**
     * Creates a builder with the typical defects.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates a builder with these defects.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.honesty = honesty;
        builder.offset = offset;
        builder.spread = spread;
        builder.misconception = misconception;
        builder.sharedError = sharedError;
        builder.noise = noise;
        builder.cutRate = cutRate;
        builder.chatterRate = chatterRate;
        builder.inventedRate = inventedRate;
        builder.offScaleRate = offScaleRate;
        return builder;
    }

    /**
     * Relation of answers to knowledge.
     *
     * @return the honesty
     */
    public Honesty honesty() {
        return honesty;
    }

    /**
     * Offset added to every answer.
     *
     * @return stars
     */
    public double offset() {
        return offset;
    }

    /**
     * Spread of answers relative to the spread of the model's estimates.
     *
     * @return 1 for the same spread, below 1 for answers closer to the mean
     */
    public double spread() {
        return spread;
    }

    /**
     * Error about a film, the same in every prompt.
     *
     * @return a standard deviation in stars
     */
    public double misconception() {
        return misconception;
    }

    /**
     * Error about a person, in generosity and taste, shared by all answers of a prompt.
     *
     * @return a standard deviation in stars
     */
    public double sharedError() {
        return sharedError;
    }

    /**
     * Independent noise of each answer; a third of it for answers about the audience.
     *
     * @return a standard deviation in stars
     */
    public double noise() {
        return noise;
    }

    /**
     * Rate of truncated answers.
     *
     * @return a probability
     */
    public double cutRate() {
        return cutRate;
    }

    /**
     * Rate of answers in a code fence with prose around it.
     *
     * @return a probability
     */
    public double chatterRate() {
        return chatterRate;
    }

    /**
     * Rate of answers with ratings of item numbers that were not requested.
     *
     * @return a probability
     */
    public double inventedRate() {
        return inventedRate;
    }

    /**
     * Rate of answers with a value off the scale.
     *
     * @return a probability
     */
    public double offScaleRate() {
        return offScaleRate;
    }

    /** Builder of {@link ModelVices}. For one thread. */
    public static final class Builder {

        private Honesty honesty = Honesty.TRUTHFUL;
        private double offset = -0.2;
        private double spread = 0.6;
        private double misconception = 0.15;
        private double sharedError = 0.3;
        private double noise = 0.25;
        private double cutRate = 0.02;
        private double chatterRate = 0.2;
        private double inventedRate = 0.05;
        private double offScaleRate = 0.05;

        private Builder() {}

        /**
         * Relation of answers to knowledge.
         *
         * @param honesty the default is {@link Honesty#TRUTHFUL}
         * @return this
         */
        public Builder honesty(Honesty honesty) {
            this.honesty = requireNonNull(honesty, "honesty");
            return this;
        }

        /**
         * Offset added to every answer.
         *
         * @param offset stars; the default is -0.2
         * @return this
         */
        public Builder offset(double offset) {
            this.offset = offset;
            return this;
        }

        /**
         * Spread of answers relative to the spread of the model's estimates.
         *
         * @param spread above 0; the default is 0.6
         * @return this
         */
        public Builder spread(double spread) {
            this.spread = spread;
            return this;
        }

        /**
         * Error about a film.
         *
         * @param misconception a standard deviation in stars; the default is 0.15
         * @return this
         */
        public Builder misconception(double misconception) {
            this.misconception = misconception;
            return this;
        }

        /**
         * Error about a person, shared by all answers of a prompt.
         *
         * @param sharedError a standard deviation in stars; the default is 0.3
         * @return this
         */
        public Builder sharedError(double sharedError) {
            this.sharedError = sharedError;
            return this;
        }

        /**
         * Independent noise of each answer.
         *
         * @param noise a standard deviation in stars; the default is 0.25
         * @return this
         */
        public Builder noise(double noise) {
            this.noise = noise;
            return this;
        }

        /**
         * Rate of truncated answers.
         *
         * @param cutRate a probability; the default is 0.02
         * @return this
         */
        public Builder cutRate(double cutRate) {
            this.cutRate = cutRate;
            return this;
        }

        /**
         * Rate of answers in a code fence with prose around it.
         *
         * @param chatterRate a probability; the default is 0.2
         * @return this
         */
        public Builder chatterRate(double chatterRate) {
            this.chatterRate = chatterRate;
            return this;
        }

        /**
         * Rate of answers with ratings of item numbers that were not requested.
         *
         * @param inventedRate a probability; the default is 0.05
         * @return this
         */
        public Builder inventedRate(double inventedRate) {
            this.inventedRate = inventedRate;
            return this;
        }

        /**
         * Rate of answers with a value off the scale.
         *
         * @param offScaleRate a probability; the default is 0.05
         * @return this
         */
        public Builder offScaleRate(double offScaleRate) {
            this.offScaleRate = offScaleRate;
            return this;
        }

        /**
         * Builds the defects.
         *
         * @return the defects
         * @throws IllegalArgumentException if a value is out of its range
         */
        public ModelVices build() {
            check("offset", offset, -5, 5);
            check("spread", spread, Double.MIN_VALUE, 5);
            check("misconception", misconception, 0, 5);
            check("sharedError", sharedError, 0, 5);
            check("noise", noise, 0, 5);
            check("cutRate", cutRate, 0, 1);
            check("chatterRate", chatterRate, 0, 1);
            check("inventedRate", inventedRate, 0, 1);
            check("offScaleRate", offScaleRate, 0, 1);
            return new ModelVices(this);
        }

        private static void check(String name, double value, double least, double most) {
            if (!(value >= least) || !(value <= most)) {
                throw new IllegalArgumentException(
                        "%s must be between %s and %s, but was %s".formatted(name, least, most, value));
            }
        }
    }
}
