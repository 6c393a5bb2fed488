// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceRankingTest {

    private static RatingTable random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < 30; user++) {
            for (int item = 0; item < 12; item++) {
                if (random.nextInt(12) < item) {
                    ratings.add(new Rating("u" + user, "i" + item, 1 + random.nextInt(5)));
                }
            }
        }
        return Ratings.table(Ratings.STARS, ratings);
    }

    private static double worth(RatingTable table, BiasModel model, String itemId) {
        long ratings = Ratings.all(table).stream()
                .filter(one -> one.itemId().equals(itemId))
                .count();
        return (ratings + 1) * model.itemMeanVariance(itemId);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rank_randomData_fallsByExposureTimesVariance(long seed) {
        RatingTable table = random(seed);
        BiasModel model = new BiasRecommender().fit(table);
        List<String> items = new ArrayList<>(
                IntStream.range(0, 14).mapToObj(item -> "i" + item).toList());
        Collections.shuffle(items, new Random(seed));

        List<String> ranked = AudienceRanking.rank(table, model, items);

        assertThat(ranked).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(items);
        for (int rank = 1; rank < ranked.size(); rank++) {
            assertThat(worth(table, model, ranked.get(rank)))
                    .as("seed %d, rank %d", seed, rank)
                    .isLessThanOrEqualTo(worth(table, model, ranked.get(rank - 1)) + 1e-12);
        }
    }

    @Test
    void rank_equalItems_keepTheirOrder() {
        RatingTable table = random(1);
        BiasModel model = new BiasRecommender().fit(table);

        assertThat(AudienceRanking.rank(table, model, List.of("new3", "new1", "new2")))
                .containsExactly("new3", "new1", "new2");
    }

    @Test
    void rank_ofNothing_isEmpty() {
        RatingTable table = random(1);

        assertThat(AudienceRanking.rank(table, new BiasRecommender().fit(table), List.of()))
                .isEmpty();
    }
}
