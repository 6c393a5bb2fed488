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
 * Learns lists: the probability that a person chooses an item, times the probability that the person likes it once chosen.
 *
 * <pre>{@code
 * score_ui = t1 log exposure_i + t2 log P(like_ui) + t3 affinity_ui + t4 attributes_ui + ...
 * }</pre>
 *
 * <p>Exposure is a gamma-Poisson model of counts and answers. The weights {@code t} come from a conditional logit on hidden
 * choices: warm users are made newcomers, of whom only a few choices are known. The affinity learner is the one that gives
 * hidden choices the highest share, or none; weights are learned on one half of the persons and judged on the other. There
 * is no threshold of size. Where nothing can be hidden, the weights are those of the prior, which is near the product rule.
 *
 * <p>Answers of a language model are used as far as the {@linkplain io.github.warmstart.choice.gate.OrderVerdict gate for
 * order} lets them: exposure first, then grades, similar items and shortlists, each on top of those before it.
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
     * The learner with all its defaults.
     *
     * @return a learner
     */
    public static ChoiceLearner ofDefaults() {
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
        return builder().seed(seed).affinities(affinities).gated(gated);
    }

    /**
     * Learns.
     *
     * @param data what is visible
     * @return the model
     */
    public ChoiceModel fit(ChoiceData data) {
        return prepare(data.table(), data.newcomers()).fit(data);
    }

    /**
     * Trains the affinity learners alone, which do not depend on answers of a language model: for several fits to the same
     * choices.
     *
     * @param table all visible choices
     * @param newcomers ids of the users who are new
     * @return learns the rest
     */
    public Prepared prepare(InteractionTable table, Collection<String> newcomers) {
        Set<String> cold = Set.copyOf(newcomers);
        InteractionTable warm = table.where(row -> !cold.contains(table.userId(table.user(row))));
        return new Prepared(AffinitySet.train(
                warm, seed, affinities.stream().map(AffinityKind::label).toList()));
    }

    /** A learner whose affinities are trained. Immutable and thread-safe. */
    public final class Prepared {

        private final AffinitySet trained;

        private Prepared(AffinitySet trained) {
            this.trained = trained;
        }

        /**
         * A learner that tries some of the trained affinities alone.
         *
         * @param kinds which
         * @return a learner that shares them
         */
        public Prepared only(Collection<AffinityKind> kinds) {
            return new Prepared(
                    trained.only(kinds.stream().map(AffinityKind::label).toList()));
        }

        /**
         * Learns the rest.
         *
         * @param data with the table and the newcomers that the affinities were trained on
         * @return the model
         */
        public ChoiceModel fit(ChoiceData data) {
            return new ChoiceFit(data, trained, seed, gated).run();
        }
    }

    /**
     * The seed of all chance.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    /**
     * The affinity learners that are tried.
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

    /** Options of a {@link ChoiceLearner}. For one thread. */
    public static final class Builder {

        private long seed = DEFAULT_SEED;
        private Set<AffinityKind> affinities = EnumSet.allOf(AffinityKind.class);
        private boolean gated = true;

        private Builder() {}

        /**
         * The seed of all chance.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * The affinity learners that are tried.
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
         * Whether the gate decides on answers.
         *
         * @param gated false to use all answers untried; true unless set
         * @return this
         */
        public Builder gated(boolean gated) {
            this.gated = gated;
            return this;
        }

        /**
         * Makes the learner.
         *
         * @return the learner
         */
        public ChoiceLearner build() {
            return new ChoiceLearner(this);
        }
    }
}
