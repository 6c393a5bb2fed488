// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static java.util.Objects.requireNonNull;

/**
 * What is wrong with a {@link SimulatedLanguageModel}: how it errs about films and people, and how often it breaks the
 * form of an answer. The defaults are near what real models were seen to do.
 *
 * <p>Immutable. Rates are probabilities of one reply, from 0 to 1; errors are standard deviations in stars.
 */
public final class ModelVices {

    /** Whether what the model says has to do with what it knows. */
    public enum Honesty {
        /** It says what it believes. */
        TRUTHFUL,
        /** It says anything: its answers hold no information. */
        IGNORANT,
        /** It says the opposite: what it believes to be good it calls bad. */
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
     * The vices of an ordinary model: the defaults of the builder.
     *
     * @return the vices
     */
    public static ModelVices usual() {
        return builder().build();
    }

    /**
     * No vice at all: the model says exactly what can be known, in perfect form.
     *
     * @return the vices
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
     * Starts from the usual vices.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these vices.
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
     * Whether answers have to do with knowledge.
     *
     * @return the honesty
     */
    public Honesty honesty() {
        return honesty;
    }

    /**
     * What is added to every answer.
     *
     * @return stars
     */
    public double offset() {
        return offset;
    }

    /**
     * How far answers lie apart, against beliefs.
     *
     * @return 1 for as far, less for closer to the mean
     */
    public double spread() {
        return spread;
    }

    /**
     * How wrong the model is about a film, the same in every prompt.
     *
     * @return a standard deviation in stars
     */
    public double misconception() {
        return misconception;
    }

    /**
     * How wrong it is about a person: a wrong generosity and a wrong taste, one for all answers of a prompt.
     *
     * @return a standard deviation in stars
     */
    public double sharedError() {
        return sharedError;
    }

    /**
     * How much single answers waver; answers about the audience a third of it.
     *
     * @return a standard deviation in stars
     */
    public double noise() {
        return noise;
    }

    /**
     * How often an answer ends before its end.
     *
     * @return a probability
     */
    public double cutRate() {
        return cutRate;
    }

    /**
     * How often an answer stands in a fence with prose around it.
     *
     * @return a probability
     */
    public double chatterRate() {
        return chatterRate;
    }

    /**
     * How often an answer rates numbers that nobody asked about.
     *
     * @return a probability
     */
    public double inventedRate() {
        return inventedRate;
    }

    /**
     * How often one of the values is off the scale.
     *
     * @return a probability
     */
    public double offScaleRate() {
        return offScaleRate;
    }

    /** Sets vices. For one thread. */
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
         * Whether answers have to do with knowledge.
         *
         * @param honesty the default is {@link Honesty#TRUTHFUL}
         * @return this
         */
        public Builder honesty(Honesty honesty) {
            this.honesty = requireNonNull(honesty, "honesty");
            return this;
        }

        /**
         * What is added to every answer.
         *
         * @param offset stars; the default is -0.2
         * @return this
         */
        public Builder offset(double offset) {
            this.offset = offset;
            return this;
        }

        /**
         * How far answers lie apart, against beliefs.
         *
         * @param spread above 0; the default is 0.6
         * @return this
         */
        public Builder spread(double spread) {
            this.spread = spread;
            return this;
        }

        /**
         * How wrong the model is about a film.
         *
         * @param misconception a standard deviation in stars; the default is 0.15
         * @return this
         */
        public Builder misconception(double misconception) {
            this.misconception = misconception;
            return this;
        }

        /**
         * How wrong it is about a person.
         *
         * @param sharedError a standard deviation in stars; the default is 0.3
         * @return this
         */
        public Builder sharedError(double sharedError) {
            this.sharedError = sharedError;
            return this;
        }

        /**
         * How much single answers waver.
         *
         * @param noise a standard deviation in stars; the default is 0.25
         * @return this
         */
        public Builder noise(double noise) {
            this.noise = noise;
            return this;
        }

        /**
         * How often an answer ends before its end.
         *
         * @param cutRate a probability; the default is 0.02
         * @return this
         */
        public Builder cutRate(double cutRate) {
            this.cutRate = cutRate;
            return this;
        }

        /**
         * How often an answer stands in a fence with prose around it.
         *
         * @param chatterRate a probability; the default is 0.2
         * @return this
         */
        public Builder chatterRate(double chatterRate) {
            this.chatterRate = chatterRate;
            return this;
        }

        /**
         * How often an answer rates numbers that nobody asked about.
         *
         * @param inventedRate a probability; the default is 0.05
         * @return this
         */
        public Builder inventedRate(double inventedRate) {
            this.inventedRate = inventedRate;
            return this;
        }

        /**
         * How often one of the values is off the scale.
         *
         * @param offScaleRate a probability; the default is 0.05
         * @return this
         */
        public Builder offScaleRate(double offScaleRate) {
            this.offScaleRate = offScaleRate;
            return this;
        }

        /**
         * Makes the vices.
         *
         * @return the vices
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
