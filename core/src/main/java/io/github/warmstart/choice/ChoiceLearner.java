// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.choice.AffinitySet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Learner of recommendation lists: the probability that a person chooses an item times the probability of liking it once
 * chosen.
 *
 * <pre>{@code
 * score_ui = t1 log exposure_i + t2 log P(like_ui) + t3 affinity_ui + t4 attributes_ui + ...
 * }</pre>
 *
 * <p>Exposure is a gamma-Poisson model of counts and answers. The weights {@code t} come from a conditional logit on hidden
 * choices of warm users, who are treated as newcomers with a few known choices. The affinity learner, or none, is the one
 * with the highest log share of hidden choices; weights are learned on one half of the persons and tested on the other. There
 * is no size threshold. Without choices to hide, the weights are the prior means, which are close to the product rule.
 *
 * <p>Answers of a language model are used as accepted by the {@linkplain io.github.warmstart.choice.gate.OrderVerdict gate for
 * order}: exposure first, then grades, similar items and shortlists, each in addition to those accepted before it.
 *
 * <p>Needs no ratings. The same data and seed give the same model bit for bit. Immutable and thread-safe.
 */
public final class ChoiceLearner {

    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    private final long seed;
    private final Set<AffinityKind> affinities;
    private final boolean gated;

    private ChoiceLearner(Builder builder) {
        seed = builder.seed;
        affinities = builder.affinities;
        gated = builder.gated;
    }

    /**
     * Creates a learner with the default options.
     *
     * @return a learner
     */
    public static ChoiceLearner ofDefaults() {
        return builder().build();
    }

    /**
     * Creates a builder with the default options.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Creates a builder with the options of this learner.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        return builder().seed(seed).affinities(affinities).gated(gated);
    }

    /**
     * Trains a model.
     *
     * @param data the visible data
     * @return the model
     */
    public ChoiceModel fit(ChoiceData data) {
        return prepare(data.table(), data.newcomers()).fit(data);
    }

    /**
     * Trains only the affinity learners, which do not depend on answers of a language model, so that several fits to the same
     * choices can share them.
     *
     * @param table all visible choices
     * @param newcomers ids of the new users
     * @return a learner with trained affinities
     */
    public Prepared prepare(InteractionTable table, Collection<String> newcomers) {
        Set<String> cold = Set.copyOf(newcomers);
        InteractionTable warm = table.where(row -> !cold.contains(table.userId(table.user(row))));
        return new Prepared(AffinitySet.train(
                warm, seed, affinities.stream().map(AffinityKind::label).toList()));
    }

    /** Learner with trained affinities. Immutable and thread-safe. */
    public final class Prepared {

        private final AffinitySet trained;

        private Prepared(AffinitySet trained) {
            this.trained = trained;
        }

        /**
         * Restricts the trained affinities.
         *
         * @param kinds the kinds to keep
         * @return a learner that shares them
         */
        public Prepared only(Collection<AffinityKind> kinds) {
            return new Prepared(
                    trained.only(kinds.stream().map(AffinityKind::label).toList()));
        }

        /**
         * Trains the rest of the model.
         *
         * @param data with the table and the newcomers that the affinities were trained on
         * @return the model
         */
        public ChoiceModel fit(ChoiceData data) {
            return new ChoiceFit(data, trained, seed, gated).run();
        }
    }

    /**
     * The seed of all randomness.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    /**
     * The candidate affinity learners.
     *
     * @return a new set
     */
    public Set<AffinityKind> affinities() {
        return affinities.isEmpty() ? EnumSet.noneOf(AffinityKind.class) : EnumSet.copyOf(affinities);
    }

    /**
     * Whether the gate decides on answers.
     *
     * @return false if all answers are used
     */
    public boolean gated() {
        return gated;
    }

    @Override
    public String toString() {
        return "ChoiceLearner(seed=%d, affinities=%s, gated=%s)".formatted(seed, affinities, gated);
    }

    /** Builder of a {@link ChoiceLearner}. For one thread. */
    public static final class Builder {

        private long seed = DEFAULT_SEED;
        private Set<AffinityKind> affinities = EnumSet.allOf(AffinityKind.class);
        private boolean gated = true;

        private Builder() {}

        /**
         * Sets the seed of all randomness.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the candidate affinity learners.
         *
         * @param kinds any; all unless set
         * @return this
         */
        public Builder affinities(Collection<AffinityKind> kinds) {
            requireNonNull(kinds, "kinds");
            affinities = kinds.isEmpty() ? EnumSet.noneOf(AffinityKind.class) : EnumSet.copyOf(kinds);
            return this;
        }

        /**
         * Sets whether the gate decides on answers.
         *
         * @param gated false to use all answers without a test; true unless set
         * @return this
         */
        public Builder gated(boolean gated) {
            this.gated = gated;
            return this;
        }

        /**
         * Builds the learner.
         *
         * @return the learner
         */
        public ChoiceLearner build() {
            return new ChoiceLearner(this);
        }
    }
}
