// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import java.util.Comparator;
import java.util.List;

/** Policy that scores each pair by itself and chooses the highest; equal scores in the order of the candidates. */
final class ScoringPolicy implements UncertaintyPolicy {

    private final String name;
    private final Policies.Score score;

    private record Scored(UncertaintyPolicy.UserItem pair, double score) {}

    ScoringPolicy(String name, Policies.Score score) {
        this.name = name;
        this.score = score;
    }

    @Override
    public List<UncertaintyPolicy.UserItem> choose(UncertaintyPolicy.Candidates candidates, int limit) {
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
