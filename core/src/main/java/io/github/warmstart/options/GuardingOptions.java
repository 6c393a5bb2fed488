// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.options;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.quality.Diversity;
import io.github.warmstart.trust.EvidenceThreshold;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Options that protect the result of a warm start. Immutable. */
public final class GuardingOptions {

    /** Default cap on the share of signals in what the model learns from: none. */
    public static final double DEFAULT_MAX_SYNTHETIC_SHARE = 1;

    private final Function<String, @Nullable String> groups;
    private final double maxSyntheticShare;
    private final int maxGenerations;
    private final List<Diversity> earlierDiversity;
    private final EvidenceThreshold threshold;
    private final boolean unproven;
    private final boolean disjointCatalogAllowed;

    private GuardingOptions(Builder builder) {
        groups = builder.groups;
        maxSyntheticShare = builder.maxSyntheticShare;
        if (!(maxSyntheticShare > 0) || !(maxSyntheticShare <= 1)) {
            throw new IllegalArgumentException(
                    "maxSyntheticShare must be above 0 and at most 1, but was " + maxSyntheticShare);
        }
        maxGenerations = Checked.requireAtLeast(0, builder.maxGenerations, "maxGenerations");
        earlierDiversity = builder.earlierDiversity;
        threshold = builder.threshold;
        unproven = builder.unproven;
        disjointCatalogAllowed = builder.disjointCatalogAllowed;
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
        Builder same = new Builder()
                .groups(groups)
                .maxSyntheticShare(maxSyntheticShare)
                .maxGenerations(maxGenerations)
                .earlierDiversity(earlierDiversity)
                .threshold(threshold);
        same.unproven = unproven;
        same.disjointCatalogAllowed = disjointCatalogAllowed;
        return same;
    }

    /**
     * Group of a user, by user id.
     *
     * @return a function that gives null or blank for users without a group
     */
    public Function<String, @Nullable String> groups() {
        return groups;
    }

    /**
     * Cap on the share of signals in what the model learns from.
     *
     * @return above 0, at most 1
     */
    public double maxSyntheticShare() {
        return maxSyntheticShare;
    }

    /**
     * Highest accepted generation of a signal.
     *
     * @return 0 or more
     */
    public int maxGenerations() {
        return maxGenerations;
    }

    /**
     * Diversity of the rounds of earlier warm starts, oldest first.
     *
     * @return an immutable list
     */
    public List<Diversity> earlierDiversity() {
        return earlierDiversity;
    }

    /**
     * Evidence that signals about the audience need.
     *
     * @return the limits
     */
    public EvidenceThreshold threshold() {
        return threshold;
    }

    /**
     * Whether answers about the audience are used without evidence, where too few rated items have one.
     *
     * @return false unless {@link Builder#allowUnprovenSignals} was called
     */
    public boolean unproven() {
        return unproven;
    }

    /**
     * Whether a catalogue without any rated or chosen item is allowed.
     *
     * @return false unless allowed
     */
    public boolean disjointCatalogAllowed() {
        return disjointCatalogAllowed;
    }

    /** Builder of {@link GuardingOptions}. For one thread. */
    public static final class Builder {

        private Function<String, @Nullable String> groups = userId -> null;
        private double maxSyntheticShare = DEFAULT_MAX_SYNTHETIC_SHARE;
        private int maxGenerations;
        private List<Diversity> earlierDiversity = List.of();
        private EvidenceThreshold threshold = EvidenceThreshold.BALANCED;
        private boolean unproven;
        private boolean disjointCatalogAllowed;

        private Builder() {}

        /**
         * Sets groups of users that signals must not make worse, for example by an attribute of their profiles. If one
         * group is significantly worse, signals are withheld, whatever the average is. The names appear in the report.
         * Items by number of ratings and users by activity are tested in any case.
         *
         * @param groups the group of a user id; null or blank for users without one; no groups unless set. An exception
         *     it throws ends the warm start and reaches the caller. Each group costs power: with many small ones none
         *     can be tested
         * @return this
         */
        public Builder groups(Function<String, @Nullable String> groups) {
            this.groups = requireNonNull(groups, "groups");
            return this;
        }

        /**
         * Sets a cap on the share of signals in what the model learns from, counted in ratings
         * ({@code WarmStartReport.Result.share}). Above it the weights of all signals are reduced by one factor, in the
         * gate's trials as in the final training.
         *
         * <p>There is no cap unless set. At a first start most information is synthetic; calibration gives it no more
         * weight than the ratings support, and the gate tests it, so a cap would only remove signals that help. For
         * repeated warm starts with many ratings, 0.5 is recommended: models stay sound if real data remain beside
         * synthetic data (Gerstgrasser et al. 2024). On MovieLens that cap made the error 1.1 % higher at 20,000
         * ratings, and 0.1 % lower at all of them.
         *
         * @param share above 0, at most 1; {@value #DEFAULT_MAX_SYNTHETIC_SHARE} unless set
         * @return this
         * @see <a href="https://arxiv.org/abs/2404.01413">Gerstgrasser et al.: Is Model Collapse Inevitable? (2024)</a>
         */
        public Builder maxSyntheticShare(double share) {
            this.maxSyntheticShare = share;
            return this;
        }

        /**
         * Sets how much evidence signals about the audience need before they are used.
         *
         * @param threshold {@link EvidenceThreshold#BALANCED} unless set
         * @return this
         */
        public Builder threshold(EvidenceThreshold threshold) {
            this.threshold = requireNonNull(threshold, "threshold");
            return this;
        }

        /**
         * Uses answers about the audience without evidence: where fewer than
         * {@value io.github.warmstart.trust.SignalEvidence#MIN_OVERLAP} rated items have an answer, as for a product
         * without ratings. A fixed prior is then used: three quarters of their distance from their mean, with an error
         * of a quarter of a star on a scale of five. The report says that they are unproven. A generator whose answers
         * are wrong then gives wrong lists, and nothing detects it. Unless this is called, signals are withheld in that
         * case, and nothing is asked where this is known in advance.
         *
         * @return this
         */
        public Builder allowUnprovenSignals() {
            this.unproven = true;
            return this;
        }

        /**
         * Sets the highest accepted {@linkplain io.github.warmstart.signal.Origin#generation generation} of a signal.
         * The library's own requests contain ratings of people and texts of the catalogue alone, so their answers have
         * generation 0. A generator that shows its model something else, such as predictions of a model trained on
         * signals, must say so, and is rejected unless this is set: a model trained on its own output loses rare
         * content first and then collapses.
         *
         * <p>Signals of a higher generation are calibrated and judged like all others. It is unknown which ratings
         * influenced them, so the gate may compare them with ratings that their generator has seen: such a verdict is
         * weaker.
         *
         * @param generations 0, which accepts first-hand signals only, or more; 0 unless set
         * @return this
         */
        public Builder maxGenerations(int generations) {
            this.maxGenerations = generations;
            return this;
        }

        /**
         * Sets the diversity of the rounds of earlier warm starts, to detect a generator that loses diversity from one
         * warm start to the next: a round with less than half the spread of the first one of its kind is set aside.
         * Within one warm start this is checked in any case. For hosts that warm start repeatedly: keep the figures of
         * the first report.
         *
         * @param earlier rounds, oldest first, as {@code WarmStartReport.diversity()} of the first warm start returns
         *     them; none unless set
         * @return this
         */
        public Builder earlierDiversity(Collection<Diversity> earlier) {
            this.earlierDiversity = List.copyOf(earlier);
            return this;
        }

        /**
         * Allows a catalogue without any rated or chosen item, as where all items are new. Unless it is allowed, such a
         * catalogue is an error before anything is asked: usually the two sources write ids differently. Its signals
         * cannot be compared with ratings, so they are used only with {@link #allowUnprovenSignals}.
         *
         * @return this
         */
        public Builder allowDisjointCatalog() {
            this.disjointCatalogAllowed = true;
            return this;
        }

        /**
         * Builds the options.
         *
         * @return immutable options
         * @throws IllegalArgumentException if a value is out of its range
         */
        public GuardingOptions build() {
            return new GuardingOptions(this);
        }
    }
}
