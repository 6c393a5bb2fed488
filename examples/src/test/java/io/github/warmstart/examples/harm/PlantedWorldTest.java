// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlantedWorldTest {

    private static final PlantedWorld.Size SIZE = new PlantedWorld.Size(300, 60, 60);
    private static final PlantedWorld WORLD = new PlantedWorld(1, SIZE);

    private static RatingTable table(HarmLevel level) {
        return RatingTable.read(WORLD.visible(level));
    }

    @Test
    void levels_showFirstRatingsAndSoManyOfWarmUsers() {
        assertThat(table(HarmLevel.NOTHING).size()).isZero();
        assertThat(table(HarmLevel.of(0)).size()).isEqualTo(60 * PlantedWorld.FIRST);
        assertThat(table(HarmLevel.of(1000)).size()).isEqualTo(60 * PlantedWorld.FIRST + 1000);
        assertThat(table(HarmLevel.of(1_000_000)).size()).isGreaterThan(60 * PlantedWorld.FIRST + 60 * 20);
    }

    @Test
    void hidden_areLaterRatingsOfColdUsersAndNeverVisible() {
        RatingTable all = table(HarmLevel.of(1_000_000));

        assertThat(WORLD.hidden()).isNotEmpty().allSatisfy(rating -> {
            assertThat(WORLD.coldUsers()).contains(rating.userId());
            assertThat(all.row(all.userIndex(rating.userId()), all.itemIndex(rating.itemId())))
                    .isNegative();
            assertThat(rating.time())
                    .isAfter(all.ratingsOf(rating.userId()).get(0).time());
        });
    }

    @Test
    void firstRatings_areNoisierThanLaterOnes() {
        List<Double> first = new ArrayList<>();
        List<Double> later = new ArrayList<>();
        RatingTable all = table(HarmLevel.of(1_000_000));
        for (int user = 60; user < WORLD.users(); user++) {
            List<Rating> ratings = new ArrayList<>(all.ratingsOf(PlantedWorld.id(user)));
            ratings.sort(Comparator.comparing(rating -> rating.time() == null ? Instant.MAX : rating.time()));
            for (int k = 0; k < ratings.size(); k++) {
                double error = ratings.get(k).value()
                        - WORLD.expected(
                                user, PlantedItems.number(ratings.get(k).itemId()));
                (k < PlantedWorld.FIRST ? first : later).add(error * error);
            }
        }

        assertThat(mean(first)).isGreaterThan(1.2 * mean(later));
    }

    @Test
    void popularity_fallsWithTheNumberOfTheItem() {
        RatingTable all = table(HarmLevel.of(1_000_000));

        assertThat(all.itemSize(all.itemIndex(PlantedItems.id(0)))).isGreaterThan(10 * size(all, 250));
    }

    private static int size(RatingTable all, int item) {
        int index = all.itemIndex(PlantedItems.id(item));
        return index < 0 ? 0 : all.itemSize(index);
    }

    @Test
    void sameSeed_plantsTheSameWorld() {
        assertThat(new PlantedWorld(1, SIZE).hidden()).isEqualTo(WORLD.hidden());
        assertThat(new PlantedWorld(2, SIZE).hidden()).isNotEqualTo(WORLD.hidden());
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }
}
