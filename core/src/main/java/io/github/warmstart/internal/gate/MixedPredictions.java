// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import io.github.warmstart.internal.gate.UserReliabilityEstimator.Evidence;
import io.github.warmstart.internal.gate.UserReliabilityEstimator.Population;
import io.github.warmstart.trust.UserReliability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mixture of the predictions with and without signals about users, by the reliability of signals about each user.
 *
 * <p>A hidden rating is predicted with the reliability that the user's hidden ratings of the other trials give, so that
 * no rating has a part in its own prediction.
 */
final class MixedPredictions {

    private final TrialPredictions before;
    private final TrialPredictions after;
    private final Map<String, Evidence> evidence = new LinkedHashMap<>();
    private final Map<String, Evidence> byTrial = new LinkedHashMap<>();
    private final Population population;

    /**
     * Estimates the reliability.
     *
     * @param before predictions without signals about users
     * @param after those of the same ratings with them
     * @param about users with signals; the others have no reliability
     */
    MixedPredictions(TrialPredictions before, TrialPredictions after, Set<String> about) {
        this.before = before;
        this.after = after;
        for (int position = 0; position < before.all().size(); position++) {
            TrialPredictions.One without = before.all().get(position);
            String userId = before.userId(without.row());
            if (about.contains(userId)) {
                Evidence own = new Evidence(
                        1,
                        before.squaredError(without),
                        after.squaredError(after.all().get(position)));
                evidence.merge(userId, own, Evidence::plus);
                byTrial.merge(key(without), own, Evidence::plus);
            }
        }
        population = Population.of(evidence);
    }

    private String key(TrialPredictions.One one) {
        return one.trial() + " " + before.userId(one.row());
    }

    /** Reliability of the signals about each user, by all hidden ratings of the user. */
    UserReliability reliability() {
        return UserReliabilityEstimator.of(evidence, population);
    }

    /** Predictions of the hidden ratings by the mixture. */
    TrialPredictions predictions() {
        List<Double> mixed = new ArrayList<>();
        for (int position = 0; position < before.all().size(); position++) {
            TrialPredictions.One without = before.all().get(position);
            double with = after.all().get(position).predicted();
            Evidence all = evidence.get(before.userId(without.row()));
            double chance =
                    all == null ? 1 : population.chance(all.minus(byTrial.getOrDefault(key(without), Evidence.NONE)));
            mixed.add(chance * with + (1 - chance) * without.predicted());
        }
        return after.with(mixed::get);
    }
}
