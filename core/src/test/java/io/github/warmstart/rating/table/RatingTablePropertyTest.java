// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares tables of random rows with a map that is kept by the plainest means. */
class RatingTablePropertyTest {

    private static final RatingScale STARS = RatingScale.of(0, 5);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void read_randomRows_agreesWithAMap(long seed) {
        List<Rating> ratings = random(seed);
        Map<List<String>, Rating> expected = new LinkedHashMap<>();
        for (Rating rating : ratings) {
            expected.merge(pair(rating), rating, RatingTablePropertyTest::later);
        }

        RatingTable table = RatingTable.read(RatingSource.of(STARS, ratings));

        assertHolds(table, expected, seed);
        assertThat(table.readReport())
                .as("seed %d", seed)
                .isEqualTo(new ReadReport(
                        ratings.size(), expected.size(), ratings.size() - expected.size(), 0, 0, List.of()));
        assertSorted(table, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whereAndPlus_onRandomRows_agreeWithAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RatingTable all = RatingTable.read(RatingSource.of(STARS, random(seed)));
        RatingTable kept = all.where(row -> all.value(row) > 2);
        Map<List<String>, Rating> expected = new HashMap<>();
        for (int user = 0; user < all.userCount(); user++) {
            for (Rating rating : all.ratingsOf(all.userId(user))) {
                if (rating.value() > 2) {
                    expected.put(pair(rating), rating);
                }
            }
        }
        assertHolds(kept, expected, seed);

        List<PseudoRating> guesses = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            guesses.add(new PseudoRating("u" + random.nextInt(60), "i" + random.nextInt(60), random.nextInt(6), 0.5));
        }
        RatingTable more = kept.plus(guesses);
        for (PseudoRating guess : guesses) {
            Rating rating = new Rating(guess.userId(), guess.itemId(), guess.value());
            expected.putIfAbsent(pair(rating), rating);
        }

        assertHolds(more, expected, seed);
        assertSorted(more, seed);
        assertThat(more.size() - more.pseudoCount()).as("seed %d", seed).isEqualTo(kept.size());
        assertHolds(more.where(row -> !more.pseudo(row)), ratingsOf(kept), seed);
    }

    private static Map<List<String>, Rating> ratingsOf(RatingTable table) {
        Map<List<String>, Rating> ratings = new HashMap<>();
        for (int user = 0; user < table.userCount(); user++) {
            table.ratingsOf(table.userId(user)).forEach(rating -> ratings.put(pair(rating), rating));
        }
        return ratings;
    }

    private static void assertHolds(RatingTable table, Map<List<String>, Rating> expected, long seed) {
        Map<List<String>, Rating> actual = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            Rating rating = new Rating(
                    table.userId(table.user(row)),
                    table.itemId(table.item(row)),
                    table.value(row),
                    table.time(row).orElse(null));
            assertThat(actual.put(pair(rating), rating))
                    .as("seed %d, row %d", seed, row)
                    .isNull();
            assertThat(table.row(table.user(row), table.item(row)))
                    .as("seed %d", seed)
                    .isEqualTo(row);
        }
        assertThat(actual).as("seed %d", seed).isEqualTo(expected);
    }

    private static void assertSorted(RatingTable table, long seed) {
        for (int row = 1; row < table.size(); row++) {
            long before = (long) table.user(row - 1) << 32 | table.item(row - 1);
            long here = (long) table.user(row) << 32 | table.item(row);
            assertThat(before).as("seed %d, row %d", seed, row).isLessThan(here);
        }
        int visited = 0;
        for (int item = 0; item < table.itemCount(); item++) {
            for (int position = 0; position < table.itemSize(item); position++) {
                int row = table.itemRow(item, position);
                assertThat(table.item(row)).as("seed %d", seed).isEqualTo(item);
                assertThat(position == 0 || table.itemRow(item, position - 1) < row)
                        .as("seed %d", seed)
                        .isTrue();
                visited++;
            }
        }
        assertThat(visited).as("seed %d", seed).isEqualTo(table.size());
    }

    private static Rating later(Rating known, Rating next) {
        Instant before = known.time();
        Instant after = next.time();
        boolean stays = before != null && (after == null || after.isBefore(before));
        return stays ? known : next;
    }

    private static List<String> pair(Rating rating) {
        return List.of(rating.userId(), rating.itemId());
    }

    private static List<Rating> random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = random.nextInt(3000);
        int users = 1 + random.nextInt(50);
        int items = 1 + random.nextInt(50);
        List<Rating> ratings = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Instant time = random.nextInt(3) == 0 ? null : Instant.ofEpochSecond(random.nextInt(20));
            ratings.add(new Rating(
                    "u" + random.nextInt(users), "i" + random.nextInt(items), random.nextInt(11) / 2.0, time));
        }
        return ratings;
    }
}
