// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.options;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.signal.Persona;
import io.github.warmstart.uncertainty.Policies;
import io.github.warmstart.uncertainty.UncertaintyPolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Options on what a warm start asks for. Immutable. */
public final class AskingOptions {

    /** Default number of items per request. */
    public static final int DEFAULT_ITEMS_PER_REQUEST = 100;
    /** Default number of items that the audience is asked about. */
    public static final int DEFAULT_AUDIENCE_ITEMS = 2000;
    /** Default number of rounds of questions about users. */
    public static final int DEFAULT_USER_ROUNDS = 2;
    /** Default number of audience requests that are sent twice. */
    public static final int DEFAULT_REPEATS = 1;
    /** Default share of the mean squared error that a batch must be expected to remove. */
    public static final double DEFAULT_MIN_GAIN = 1e-4;
    /** Default number of pairs per user and round. */
    public static final int DEFAULT_PAIRS_PER_USER = 20;

    private final int audienceItems;
    private final int itemsPerRequest;
    private final int repeats;
    private final int userRounds;
    private final int pairsPerUser;
    private final UncertaintyPolicy policy;
    private final List<Persona> personas;
    private final double minGain;

    private AskingOptions(Builder builder) {
        audienceItems = Checked.requireAtLeast(0, builder.audienceItems, "audienceItems");
        itemsPerRequest = Checked.requireAtLeast(1, builder.itemsPerRequest, "itemsPerRequest");
        repeats = Checked.requireAtLeast(0, builder.repeats, "repeats");
        userRounds = Checked.requireAtLeast(0, builder.userRounds, "userRounds");
        pairsPerUser = Checked.requireAtLeast(1, builder.pairsPerUser, "pairsPerUser");
        policy = builder.policy;
        personas = builder.personas;
        minGain = builder.minGain;
        if (!(minGain >= 0 && minGain < 1)) {
            throw new IllegalArgumentException("minGain must be at least 0 and below 1, but was " + minGain);
        }
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts with these options.
     *
     * @return a builder for one thread that builds equal options unless changed
     */
    public Builder toBuilder() {
        return new Builder()
                .audienceItems(audienceItems)
                .itemsPerRequest(itemsPerRequest)
                .repeats(repeats)
                .userRounds(userRounds)
                .pairsPerUser(pairsPerUser)
                .policy(policy)
                .personas(personas)
                .minGain(minGain);
    }

    /**
     * Upper bound on the items that the audience is asked about.
     *
     * @return 0 or more
     */
    public int audienceItems() {
        return audienceItems;
    }

    /**
     * Upper bound on the items of one request.
     *
     * @return 1 or more
     */
    public int itemsPerRequest() {
        return itemsPerRequest;
    }

    /**
     * Number of audience requests of the first batch that are sent twice.
     *
     * @return 0 or more
     */
    public int repeats() {
        return repeats;
    }

    /**
     * Upper bound on rounds of questions about single users.
     *
     * @return 0 or more
     */
    public int userRounds() {
        return userRounds;
    }

    /**
     * Upper bound on the items of one user in one round.
     *
     * @return 1 or more
     */
    public int pairsPerUser() {
        return pairsPerUser;
    }

    /**
     * Policy that selects which pairs of a user are asked about.
     *
     * @return the policy
     */
    public UncertaintyPolicy policy() {
        return policy;
    }

    /**
     * Invented users.
     *
     * @return different personas; immutable
     */
    public List<Persona> personas() {
        return personas;
    }

    /**
     * Smallest expected gain for which a batch is sent.
     *
     * @return a share of the mean squared error, at least 0 and below 1
     */
    public double minGain() {
        return minGain;
    }

    /** Builder of {@link AskingOptions}. For one thread. */
    public static final class Builder {

        private int audienceItems = DEFAULT_AUDIENCE_ITEMS;
        private int itemsPerRequest = DEFAULT_ITEMS_PER_REQUEST;
        private int repeats = DEFAULT_REPEATS;
        private int userRounds = DEFAULT_USER_ROUNDS;
        private int pairsPerUser = DEFAULT_PAIRS_PER_USER;
        private UncertaintyPolicy policy = Policies.expectedVarianceReduction();
        private List<Persona> personas = List.of();
        private double minGain = DEFAULT_MIN_GAIN;

        private Builder() {}

        /**
         * Sets an upper bound on the items that the audience is asked about; the most important ones come first. One
         * answer serves every user, so most of the gain comes from here.
         *
         * @param items 0 (the audience is not asked) or more; {@value #DEFAULT_AUDIENCE_ITEMS} unless set
         * @return this
         */
        public Builder audienceItems(int items) {
            this.audienceItems = items;
            return this;
        }

        /**
         * Sets an upper bound on the items of one request.
         *
         * @param items 1 or more; {@value #DEFAULT_ITEMS_PER_REQUEST} unless set
         * @return this
         */
        public Builder itemsPerRequest(int items) {
            this.itemsPerRequest = items;
            return this;
        }

        /**
         * Sets how many requests of the first audience batch are sent a second time with the items in reversed order.
         * The mean of both answers is used, and the report gives their agreement. If they do not agree beyond chance on
         * 20 items or more, the signals are not used and the audience is not asked again. 0 saves a request with a
         * known generator; use more with an unknown generator to measure how much its answers depend on item order.
         *
         * @param requests 0 or more; {@value #DEFAULT_REPEATS} unless set
         * @return this
         */
        public Builder repeats(int requests) {
            this.repeats = requests;
            return this;
        }

        /**
         * Sets an upper bound on rounds of questions about single users. Each round uses the model of the previous one.
         * No round is asked unless probes show that it pays, or, where no probe is possible, unless audience signals
         * have passed the gate.
         *
         * @param rounds 0 (and no probes) or more; {@value #DEFAULT_USER_ROUNDS} unless set
         * @return this
         */
        public Builder userRounds(int rounds) {
            this.userRounds = rounds;
            return this;
        }

        /**
         * Sets an upper bound on the items of one user in one round.
         *
         * @param pairs 1 or more; {@value #DEFAULT_PAIRS_PER_USER} unless set
         * @return this
         */
        public Builder pairsPerUser(int pairs) {
            this.pairsPerUser = pairs;
            return this;
        }

        /**
         * Sets the policy that selects which pairs of a user are asked about.
         *
         * @param policy {@link Policies#expectedVarianceReduction()} unless set
         * @return this
         */
        public Builder policy(UncertaintyPolicy policy) {
            this.policy = requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets invented users, whose tastes may teach a learner which items are liked together. A quarter of them (at
         * least four) is asked about the most rated items once audience signals have passed the gate; the others follow
         * only if the gate finds that the first ones help. Personas exist in training only: the returned model knows
         * none of their ids. Useful where a host can describe the people that it expects and has too few ratings to
         * learn tastes.
         *
         * @param personas personas with different ids; none unless set
         * @return this
         * @throws IllegalArgumentException if two have the same id
         */
        public Builder personas(Collection<Persona> personas) {
            Set<String> ids = new HashSet<>();
            for (Persona persona : personas) {
                if (!ids.add(persona.id())) {
                    throw new IllegalArgumentException(
                            "personas must hold each id once, but '%s' occurs twice".formatted(persona.id()));
                }
            }
            this.personas = List.copyOf(personas);
            return this;
        }

        /**
         * Sets the smallest expected gain for which a batch is sent, as a share of the mean squared error of a cold
         * user's prediction; the root mean squared error falls by half the share. The report lists what was not asked
         * for this reason. The default gives up at most 0.005 % of the root mean squared error a batch, which no trial
         * can measure. Use a larger value where answers are expensive: 0.002 skips every batch that lowers the error by
         * less than 0.1 %.
         *
         * @param share 0 (ask as long as the budget allows) or more, below 1; {@value #DEFAULT_MIN_GAIN} unless set
         * @return this
         */
        public Builder minGain(double share) {
            this.minGain = share;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return immutable options
         * @throws IllegalArgumentException if a value is out of its range
         */
        public AskingOptions build() {
            return new AskingOptions(this);
        }
    }
}
