// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.fixture.TestData;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The purpose, on real people: every fifth film that somebody rated is hidden, and to be found among all films. */
@Tag("slow")
class MovieLensImplicitTest {

    @Test
    void defaults_onMlLatestSmall_findFarMoreThanPopularity() {
        RatingTable table = RatingTable.read(TestData.movieLens());
        Map<String, Set<String>> hidden = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            String itemId = table.itemId(table.item(row));
            if (row % 5 == 0) {
                hidden.computeIfAbsent(table.userId(table.user(row)), none -> new HashSet<>())
                        .add(itemId);
            } else {
                counts.merge(itemId, 1, Integer::sum);
            }
        }
        InteractionTable seen = InteractionTable.ofRatings(table, row -> row % 5 != 0);
        List<String> popular = counts.keySet().stream()
                .sorted(Comparator.<String>comparingInt(counts::get).reversed().thenComparing(itemId -> itemId))
                .toList();

        ImplicitModel model = ImplicitFactorization.ofDefaults().fit(seen);
        double byModel = ndcg(hidden, userId -> ImplicitFactorizationTest.top(model, userId));
        double byPopularity = ndcg(
                hidden,
                userId -> popular.stream()
                        .filter(itemId -> ImplicitFactorizationTest.count(seen, userId, itemId) == 0)
                        .limit(10)
                        .toList());

        System.out.printf("NDCG@10 by model %.4f, by popularity %.4f%n", byModel, byPopularity);
        assertThat(byPopularity).isGreaterThan(0.15);
        assertThat(byModel).isGreaterThan(1.5 * byPopularity);
    }

    private static double ndcg(Map<String, Set<String>> hidden, Function<String, List<String>> top) {
        double sum = 0;
        for (Map.Entry<String, Set<String>> entry : hidden.entrySet()) {
            List<String> found = top.apply(entry.getKey());
            double gain = 0;
            double ideal = 0;
            for (int place = 0; place < 10; place++) {
                double worth = 1 / Math.log(place + 2);
                gain += place < found.size() && entry.getValue().contains(found.get(place)) ? worth : 0;
                ideal += place < entry.getValue().size() ? worth : 0;
            }
            sum += gain / ideal;
        }
        return sum / hidden.size();
    }
}
