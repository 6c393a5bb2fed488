// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.recommend.RatingModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/**
 * Ranking of all items for each user: the ranks of the relevant items, and the best rank of every item over users.
 *
 * <p>Candidates are the items of the model without those that the user rated in training. Held-out items are always
 * candidates, even if a learner counts a pseudo rating as rated. Equal scores are in the order of the ids.
 */
final class FullRanking {

    private record Scored(String itemId, int index, double score) {}

    private static final Comparator<Scored> BEST_FIRST =
            Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::itemId);

    /** For each user with relevant items: their number, and the ranks of those that the model can recommend, rising. */
    private record Found(int relevant, List<Integer> ranks) {}

    private final List<Found> found = new ArrayList<>();
    /**
     * The best rank of each item of the model, counted from 1; {@link Integer#MAX_VALUE} for an item that is no
     * candidate of any user.
     */
    private final int[] bestRanks;

    private FullRanking(int items) {
        bestRanks = new int[items];
        Arrays.fill(bestRanks, Integer.MAX_VALUE);
    }

    static FullRanking of(
            RatingModel model,
            List<HeldOutRatings.Judged> users,
            double relevantFrom,
            ToDoubleBiFunction<String, String> predictor) {
        List<String> itemIds = model.itemIds();
        FullRanking ranking = new FullRanking(itemIds.size());
        for (HeldOutRatings.Judged user : users) {
            Set<String> left = new HashSet<>(model.ratedItems(user.userId));
            user.itemIds.forEach(left::remove);
            List<Scored> candidates = new ArrayList<>();
            for (int index = 0; index < itemIds.size(); index++) {
                String itemId = itemIds.get(index);
                if (!left.contains(itemId)) {
                    candidates.add(new Scored(itemId, index, predictor.applyAsDouble(user.userId, itemId)));
                }
            }
            candidates.sort(BEST_FIRST);
            ranking.add(candidates, relevant(user, relevantFrom));
        }
        return ranking;
    }

    /** Compared as float, the precision of tables: 4.1 must reach a threshold of 4.1. */
    private static Set<String> relevant(HeldOutRatings.Judged user, double relevantFrom) {
        Set<String> relevant = new HashSet<>();
        for (int index = 0; index < user.values.length; index++) {
            if ((float) user.values[index] >= (float) relevantFrom) {
                relevant.add(user.itemIds.get(index));
            }
        }
        return relevant;
    }

    private void add(List<Scored> candidates, Set<String> relevant) {
        List<Integer> ranks = new ArrayList<>();
        for (int rank = 1; rank <= candidates.size(); rank++) {
            Scored scored = candidates.get(rank - 1);
            bestRanks[scored.index()] = Math.min(bestRanks[scored.index()], rank);
            if (relevant.contains(scored.itemId())) {
                ranks.add(rank);
            }
        }
        if (!relevant.isEmpty()) {
            found.add(new Found(relevant.size(), List.copyOf(ranks)));
        }
    }

    double recall(int k) {
        return found.stream()
                .mapToDouble(one ->
                        (double) one.ranks().stream().filter(rank -> rank <= k).count() / Math.min(k, one.relevant()))
                .average()
                .orElse(Double.NaN);
    }

    double meanReciprocalRank() {
        return found.stream()
                .mapToDouble(
                        one -> one.ranks().isEmpty() ? 0 : 1.0 / one.ranks().get(0))
                .average()
                .orElse(Double.NaN);
    }

    double coverage(int k) {
        return (double) Arrays.stream(bestRanks).filter(rank -> rank <= k).count() / bestRanks.length;
    }
}
