// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.FirstRatingWeight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColdStartTrialsTest {

    private static final Set<String> COLD = Set.of("u0", "u1", "u2");

    private final RatingTable table = World.of(1, 60, 80, 30).build().table;

    /** The generator was shown three ratings of each of u10 to u19, and of the cold users one. */
    private List<SyntheticSignal> signals() {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int user = 10; user < 20; user++) {
            List<Rating> mine = table.ratingsOf("u" + user);
            signals.add(Signals.user(
                    "u" + user,
                    mine.get(8).itemId(),
                    5,
                    mine.get(0).itemId(),
                    mine.get(1).itemId()));
            signals.add(Signals.user(
                    "u" + user, mine.get(9).itemId(), 5, mine.get(2).itemId()));
        }
        signals.add(Signals.user("u0", "i1", 5, table.ratingsOf("u0").get(0).itemId()));
        signals.add(Signals.audience("i1", 5));
        return signals;
    }

    private static Set<Integer> hidden(RatingTable table, RatingTable visible) {
        Set<Integer> hidden = new TreeSet<>();
        for (int row = 0; row < table.size(); row++) {
            if (visible.row(table.user(row), table.item(row)) < 0) {
                hidden.add(row);
            }
        }
        return hidden;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void trials_hiddenRows_areAbsentAndAllOthersPresent(long seed) {
        ColdStartTrials trials = new ColdStartTrials(table, COLD, signals(), new FirstRatingWeight(1, 0), seed);
        int judged = 0;
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            ColdStartTrials.Trial trial = trials.trial(number);
            Set<Integer> hidden = hidden(table, trial.visible());
            assertThat(hidden).as("seed %d, trial %d", seed, number).containsAll(trial.judged());
            assertThat(trial.judged()).doesNotHaveDuplicates().isNotEmpty();
            assertThat(trial.visible().size()).isEqualTo(table.size() - hidden.size());
            judged += trial.judged().size();
        }
        assertThat(trials.ratings()).isEqualTo(judged);
        assertThat(trials.users()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void trials_warmUsers_areInOneTrialAndColdOnesInEach(long seed) {
        ColdStartTrials trials = new ColdStartTrials(table, COLD, signals(), new FirstRatingWeight(1, 0), seed);
        Map<String, Set<Integer>> trialsOf = new HashMap<>();
        Map<Integer, Integer> timesHidden = new HashMap<>();
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            for (int row : hidden(table, trials.trial(number).visible())) {
                trialsOf.computeIfAbsent(table.userId(table.user(row)), id -> new HashSet<>())
                        .add(number);
                timesHidden.merge(row, 1, Integer::sum);
            }
        }

        assertThat(trialsOf).hasSize(60);
        trialsOf.forEach((userId, numbers) ->
                assertThat(numbers).as("seed %d, %s", seed, userId).hasSize(COLD.contains(userId) ? 5 : 1));
        assertThat(timesHidden.values()).containsOnly(1);
    }

    @Test
    void trials_coldUsers_giveUpAFifthOfAtMostTwentyInEach() {
        ColdStartTrials trials = new ColdStartTrials(table, COLD, signals(), new FirstRatingWeight(1, 0), 1);
        Set<Integer> judged = new HashSet<>();
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            List<Integer> mine = trials.trial(number).judged().stream()
                    .filter(row -> table.user(row) == table.userIndex("u0"))
                    .toList();
            assertThat(mine).hasSize(4);
            judged.addAll(mine);
        }
        assertThat(judged).hasSize(20);
    }

    @Test
    void trials_probedUsers_keepExactlyWhatTheGeneratorWasShown() {
        ColdStartTrials trials = new ColdStartTrials(table, COLD, signals(), new FirstRatingWeight(1, 0), 1);
        for (int user = 10; user < 20; user++) {
            String userId = "u" + user;
            List<String> evidence = table.ratingsOf(userId).subList(0, 3).stream()
                    .map(Rating::itemId)
                    .toList();
            List<RatingTable> where = new ArrayList<>();
            for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
                RatingTable visible = trials.trial(number).visible();
                if (visible.ratingsOf(userId).size() < 30) {
                    where.add(visible);
                }
            }
            assertThat(where).as(userId).hasSize(1);
            assertThat(where.get(0).ratingsOf(userId))
                    .as(userId)
                    .extracting(Rating::itemId)
                    .containsExactlyInAnyOrderElementsOf(evidence);
        }
    }

    @Test
    void trials_otherWarmUsers_keepAsManyAsColdUsersHaveAndAtMostHalf() {
        RatingTable thin = table.where(
                row -> !COLD.contains(table.userId(table.user(row))) || row - table.userStart(table.user(row)) < 4);
        ColdStartTrials trials = new ColdStartTrials(thin, COLD, List.of(), new FirstRatingWeight(1, 0), 1);
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            ColdStartTrials.Trial trial = trials.trial(number);
            Map<Integer, Integer> judged = new HashMap<>();
            trial.judged().forEach(row -> judged.merge(thin.user(row), 1, Integer::sum));
            judged.forEach((user, count) -> {
                if (!COLD.contains(thin.userId(user))) {
                    assertThat(trial.visible().userSize(user)).isEqualTo(4);
                    assertThat(count).isEqualTo(ColdStartTrials.MAX_HIDDEN);
                }
            });
        }
        ColdStartTrials plenty = new ColdStartTrials(table, COLD, List.of(), new FirstRatingWeight(1, 0), 1);
        RatingTable visible = plenty.trial(0).visible();
        int user = table.user(plenty.trial(0).judged().stream()
                .filter(row -> !COLD.contains(table.userId(table.user(row))))
                .findFirst()
                .orElseThrow());
        assertThat(visible.userSize(user)).isEqualTo(15);
    }

    @Test
    void trials_ratingsWithTimes_hideTheLatest() {
        List<Rating> ratings = new ArrayList<>();
        for (int k = 0; k < 10; k++) {
            // later items were rated earlier
            ratings.add(new Rating("ann", "i" + k, 3, Instant.ofEpochSecond(1000 - k)));
        }
        ratings.add(new Rating("cold", "i0", 3));
        ratings.add(new Rating("cold", "i1", 3));
        RatingTable timed = Ratings.table(Ratings.STARS, ratings);
        ColdStartTrials trials = new ColdStartTrials(timed, Set.of("cold"), List.of(), new FirstRatingWeight(1, 0), 1);
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            List<Rating> kept = trials.trial(number).visible().ratingsOf("ann");
            if (kept.size() < 10) {
                assertThat(kept).extracting(Rating::itemId).containsExactlyInAnyOrder("i9", "i8");
                return;
            }
        }
        throw new AssertionError("ann takes part in no trial");
    }

    @Test
    void trials_usersWithOneRating_giveNothingUp() {
        ColdStartTrials trials = new ColdStartTrials(
                Ratings.of("ann likes alien 5", "cold likes alien 4"),
                Set.of("cold"),
                List.of(),
                new FirstRatingWeight(1, 0),
                1);

        assertThat(trials.users()).isZero();
        assertThat(trials.ratings()).isZero();
        assertThat(trials.trial(0).visible().size()).isEqualTo(2);
    }

    @Test
    void trials_sameSeed_areTheSameAndAnotherSeedDiffers() {
        ColdStartTrials one = new ColdStartTrials(table, COLD, signals(), new FirstRatingWeight(1, 0), 1);
        ColdStartTrials same = new ColdStartTrials(table, COLD, signals(), new FirstRatingWeight(1, 0), 1);
        ColdStartTrials other = new ColdStartTrials(table, COLD, signals(), new FirstRatingWeight(1, 0), 2);

        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            assertThat(same.trial(number).judged()).isEqualTo(one.trial(number).judged());
        }
        assertThat(other.trial(0).judged()).isNotEqualTo(one.trial(0).judged());
    }

    @Test
    void trials_moreWarmUsersThanNeeded_takeTwoHundred() {
        RatingTable crowd = World.of(2, 260, 30, 4).build().table;

        assertThat(new ColdStartTrials(crowd, Set.of(), List.of(), new FirstRatingWeight(1, 0), 1).users())
                .isEqualTo(ColdStartTrials.MAX_WARM_USERS);
    }
}
