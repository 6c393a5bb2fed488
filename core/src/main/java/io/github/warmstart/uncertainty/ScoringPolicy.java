// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import io.github.warmstart.recommend.RatingModel;
import java.util.Comparator;
import java.util.List;

/** Gives each pair a score by itself and chooses the highest; equal scores in the order of the candidates. */
public final class ScoringPolicy implements UncertaintyPolicy {

    private final String name;
    private final Score score;

    /** How much a pair is worth asking about. */
    @FunctionalInterface
    public interface Score {
        /**
         * Scores one pair.
         *
         * @param model what is known at present
         * @param pair the pair
         * @return higher is better; NaN counts as lowest
         */
        double of(RatingModel model, UserItem pair);
    }

    private record Scored(UserItem pair, double score) {}

    /**
     * A policy from a lambda.
     *
     * @param name what reports call it
     * @param score the worth of a pair
     */
    public ScoringPolicy(String name, Score score) {
        this.name = name;
        this.score = score;
    }

    @Override
    public List<UserItem> choose(Candidates candidates, int limit) {
        return candidates.pairs().stream()
                .map(pair -> {
                    double value = score.of(candidates.model(), pair);
                    return new Scored(pair, Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value);
                })
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(limit)
                .map(Scored::pair)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
