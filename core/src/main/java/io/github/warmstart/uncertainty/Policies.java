// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.recommend.EnsembleModel;
import io.github.warmstart.recommend.OffsetModel;
import io.github.warmstart.recommend.RatingModel;
import java.util.ArrayList;
import java.util.List;

/** Policies of the library, and a factory for a host's own. */
public final class Policies {

    private Policies() {}

    /** Score of a pair: the priority of asking about it. */
    @FunctionalInterface
    public interface Score {
        /**
         * Scores one pair.
         *
         * @param model the current model
         * @param pair the pair
         * @return higher is better; NaN counts as lowest
         */
        double of(RatingModel model, UncertaintyPolicy.UserItem pair);
    }

    /**
     * A policy that scores each pair by itself and chooses the highest scores; equal scores in the order of the
     * candidates.
     *
     * @param name name of the policy in reports
     * @param score scores a pair
     * @return the policy
     */
    public static UncertaintyPolicy scoring(String name, Score score) {
        return new ScoringPolicy(requireNonNull(name, "name"), requireNonNull(score, "score"));
    }

    /**
     * Chooses the pairs that are expected to reduce the average variance over the items that matter most (V-optimal),
     * with all defaults. It is the default policy of a warm start.
     *
     * @return the policy; {@link ExpectedVarianceReduction#builder} makes one with costs, or another rule for stopping
     */
    public static UncertaintyPolicy expectedVarianceReduction() {
        return ExpectedVarianceReduction.builder().build();
    }

    /**
     * Chooses any pair with the same probability. Hard to beat, and the baseline to compare others with.
     *
     * @return the policy
     */
    public static UncertaintyPolicy random() {
        return new UncertaintyPolicy() {
            @Override
            public List<UncertaintyPolicy.UserItem> choose(UncertaintyPolicy.Candidates candidates, int limit) {
                List<UncertaintyPolicy.UserItem> pairs = new ArrayList<>(candidates.pairs());
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
     * Chooses the pairs whose prediction is farthest from the middle of the scale. Those are the pairs that the model is
     * surest of, and in simulations the rule does worse than random; it is a baseline that loses.
     *
     * @return the policy
     */
    public static UncertaintyPolicy distanceFromMidpoint() {
        return scoring(
                "distance-from-midpoint",
                (model, pair) -> Math.abs(model.predict(pair.userId(), pair.itemId())
                        - model.scale().midpoint()));
    }

    /**
     * Chooses the pairs whose prediction has the greatest variance. A model without a variance scores all pairs equally, so
     * that the first candidates are chosen, which are the most rated items.
     *
     * @return the policy
     */
    public static UncertaintyPolicy posteriorVariance() {
        return scoring(
                "posterior-variance",
                (model, pair) -> model.variance(pair.userId(), pair.itemId()).orElse(0));
    }

    /**
     * Chooses the pairs on which the members of an ensemble differ most (query by committee).
     *
     * @return the policy; it throws {@link IllegalStateException} for a model that is not an {@link EnsembleModel}
     */
    public static UncertaintyPolicy ensembleDisagreement() {
        return scoring("ensemble-disagreement", (model, pair) -> {
            // a constant added to a pair changes no disagreement
            RatingModel learner = model instanceof OffsetModel offset ? offset.base() : model;
            if (learner instanceof EnsembleModel ensemble) {
                return ensemble.disagreement(pair.userId(), pair.itemId());
            }
            throw new IllegalStateException(
                    "policy ensemble-disagreement needs an EnsembleModel, but the model is a %s: train with BootstrapEnsemble, or choose another policy(...)"
                            .formatted(learner.getClass().getSimpleName()));
        });
    }
}
