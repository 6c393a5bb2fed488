// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import io.github.warmstart.recommend.EnsembleModel;
import java.util.ArrayList;
import java.util.List;

/** The policies that come with the library. */
public final class Policies {

    private Policies() {}

    /**
     * Asks what is expected to lower the average variance over the items that matter most (V-optimal), with all defaults:
     * the policy that a warm start takes unless told otherwise.
     *
     * @return the policy; {@link ExpectedVarianceReduction#builder} makes one with costs, or another rule for
     *     stopping
     */
    public static UncertaintyPolicy expectedVarianceReduction() {
        return ExpectedVarianceReduction.builder().build();
    }

    /**
     * Asks about any pair with the same chance. Hard to beat, and the one to compare others with.
     *
     * @return the policy
     */
    public static UncertaintyPolicy random() {
        return new UncertaintyPolicy() {
            @Override
            public List<UserItem> choose(Candidates candidates, int limit) {
                List<UserItem> pairs = new ArrayList<>(candidates.pairs());
                for (int last = pairs.size() - 1; last > 0; last--) {
                    int other = candidates.random().nextInt(last + 1);
                    pairs.set(other, pairs.set(last, pairs.get(other)));
                }
                return List.copyOf(pairs.subList(0, Math.min(limit, pairs.size())));
            }

            @Override
            public String toString() {
                return "random";
            }
        };
    }

    /**
     * The naive rule: asks about the pairs whose prediction is farthest from the middle of the scale. Those are the pairs
     * that the model is surest of, and simulations show the rule to be worse than chance; it is here as a baseline that
     * loses.
     *
     * @return the policy
     */
    public static UncertaintyPolicy distanceFromMidpoint() {
        return new ScoringPolicy(
                "distance-from-midpoint",
                (model, pair) -> Math.abs(model.predict(pair.userId(), pair.itemId())
                        - model.scale().midpoint()));
    }

    /**
     * Asks about the pairs whose prediction has the greatest variance. To a model that knows no variance all pairs are
     * alike, and the first candidates are asked about, which are the most rated items.
     *
     * @return the policy
     */
    public static UncertaintyPolicy posteriorVariance() {
        return new ScoringPolicy(
                "posterior-variance",
                (model, pair) -> model.variance(pair.userId(), pair.itemId()).orElse(0));
    }

    /**
     * Asks about the pairs on which the members of an ensemble differ most (query by committee).
     *
     * @return the policy; it throws {@link IllegalStateException} for a model that is not an {@link EnsembleModel}
     */
    public static UncertaintyPolicy ensembleDisagreement() {
        return new ScoringPolicy("ensemble-disagreement", (model, pair) -> {
            if (model instanceof EnsembleModel ensemble) {
                return ensemble.disagreement(pair.userId(), pair.itemId());
            }
            throw new IllegalStateException(
                    "policy ensemble-disagreement needs an EnsembleModel, but the model is a %s: train with BootstrapEnsemble, or choose another policy(...)"
                            .formatted(model.getClass().getSimpleName()));
        });
    }
}
