// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.implicit.ImplicitFactorization;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.affinity.Affinity;
import io.github.warmstart.internal.affinity.EaseAffinity;
import io.github.warmstart.internal.affinity.FactorAffinity;
import io.github.warmstart.internal.affinity.NeighbourAffinity;
import java.util.ArrayList;
import java.util.List;

/** Candidate affinity learners, trained on the choices of warm users. Immutable. */
public final class AffinitySet {

    private static final String NEIGHBOURS = "neighbours";
    private static final String EASE = "ease";
    private static final String ALS = "als";
    private static final double[] NEIGHBOUR_UNITS = {1000, 3000};
    private static final double[] EASE_PENALTIES = {100, 300};
    private static final int FACTORS = 32;
    private static final double REGULARIZATION = 0.01;

    private final List<Trained> trained;

    /** A learner and the name of its kind. */
    private record Trained(String kind, Affinity affinity) {}

    private AffinitySet(List<Trained> trained) {
        this.trained = List.copyOf(trained);
    }

    /**
     * Restricts the learners.
     *
     * @param kinds names of the kinds to keep
     * @return a set that shares them
     */
    public AffinitySet only(List<String> kinds) {
        return new AffinitySet(
                trained.stream().filter(one -> kinds.contains(one.kind)).toList());
    }

    /**
     * Trains the learners.
     *
     * @param warm choices of warm users
     * @param seed seed of all randomness
     * @param kinds names of the candidate kinds: {@code neighbours}, {@code ease}, {@code als}
     * @return the learners
     */
    public static AffinitySet train(InteractionTable warm, long seed, List<String> kinds) {
        List<Trained> all = new ArrayList<>();
        if (warm.size() > 0 && kinds.contains(NEIGHBOURS)) {
            for (double unit : NEIGHBOUR_UNITS) {
                all.add(new Trained(NEIGHBOURS, new NeighbourAffinity(warm, unit)));
            }
        }
        if (warm.size() > 0 && kinds.contains(EASE) && warm.userCount() <= EaseAffinity.MAX_USERS) {
            for (double penalty : EASE_PENALTIES) {
                all.add(new Trained(EASE, new EaseAffinity(warm, penalty, 1)));
            }
        }
        if (warm.size() > 0 && kinds.contains(ALS)) {
            ImplicitFactorization options = ImplicitFactorization.builder()
                    .factors(FACTORS)
                    .regularization(REGULARIZATION)
                    .threads(1)
                    .seed(seed)
                    .build();
            all.add(new Trained(ALS, new FactorAffinity(warm, options, 1)));
        }
        return new AffinitySet(all);
    }

    /**
     * The learners.
     *
     * @return an empty list if there are no visible choices
     */
    public List<Affinity> affinities() {
        return trained.stream().map(Trained::affinity).toList();
    }
}
