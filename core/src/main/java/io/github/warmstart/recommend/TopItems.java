// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** Finds the best items of a model with a bounded heap: O(items x log n) time, O(n) memory. */
final class TopItems {

    private static final Comparator<Recommendation> BEST_FIRST =
            Comparator.comparingDouble(Recommendation::score).reversed().thenComparing(Recommendation::itemId);

    private TopItems() {}

    static List<Recommendation> among(RatingModel model, String userId, Collection<String> itemIds, int n) {
        return of(model, userId, n, new LinkedHashSet<>(itemIds), itemId -> true);
    }

    static List<Recommendation> of(RatingModel model, String userId, int n, Predicate<String> filter) {
        return of(model, userId, n, model.itemIds(), filter);
    }

    private static List<Recommendation> of(
            RatingModel model, String userId, int n, Collection<String> itemIds, Predicate<String> filter) {
        if (n < 0) {
            throw new IllegalArgumentException("n must be >= 0, but was " + n);
        }
        PriorityQueue<Recommendation> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
        for (String itemId : itemIds) {
            if (n == 0 || !filter.test(itemId)) {
                continue;
            }
            Recommendation next = new Recommendation(itemId, model.predict(userId, itemId), model.ratingCount(itemId));
            if (worstFirst.size() < n) {
                worstFirst.add(next);
            } else if (BEST_FIRST.compare(next, worstFirst.element()) < 0) {
                worstFirst.remove();
                worstFirst.add(next);
            }
        }
        List<Recommendation> best = new ArrayList<>(worstFirst);
        best.sort(BEST_FIRST);
        return best;
    }
}
