// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.trust.PopularityShift;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PopularityShiftTest {

    @Test
    void excessive_moreThanBeforeAndThanWhatIsRated_isWorthAWarning() {
        assertThat(new PopularityShift(10, 16, 12).excessive()).isTrue();
        assertThat(new PopularityShift(10, 16, 20).excessive()).isFalse();
        assertThat(new PopularityShift(10, 15, 12).excessive()).isFalse();
        assertThat(new PopularityShift(10, 16, 12).lift()).isEqualTo(1.6);
    }

    /** 60 users, of whom each has rated five of items 0 to 9, which have 30 ratings each, and five of 70 others. */
    private static RatingTable table(double popular) {
        SplittableRandom random = new SplittableRandom(1);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            for (int k = 0; k < 5; k++) {
                ratings.add(new Rating("u" + user, "i" + (user + 2 * k) % 10, popular + random.nextGaussian()));
                ratings.add(new Rating("u" + user, "i" + (10 + (5 * user + k) % 70), 5 + 0.1 * random.nextGaussian()));
            }
        }
        return Ratings.table(
                World.SCALE, ratings.stream().map(PopularityShiftTest::onScale).toList());
    }

    private static Rating onScale(Rating rating) {
        return new Rating(rating.userId(), rating.itemId(), World.SCALE.clamp(rating.value()));
    }

    @Test
    void predictions_ofAModelThatPrefersWhatIsPopular_countItsRatings() {
        RatingTable table = table(5);
        ColdStartTrials.Trial trial = new ColdStartTrials.Trial(
                table, IntStream.range(0, table.size()).boxed().toList());
        TrialPredictions before = new TrialPredictions(table);
        before.add(0, trial, new BiasRecommender().fit(table(2)));
        TrialPredictions with = new TrialPredictions(table);
        with.add(0, trial, new BiasRecommender().fit(table(8)));

        // of the ten that are popular a user has rated five; the others of the list have four or five ratings
        assertThat(with.popularity()).isCloseTo(Math.sqrt(31 * 5.3), within(0.5));
        assertThat(before.popularity()).isCloseTo(5.3, within(0.3));
        assertThat(with.ratedPopularity())
                .isEqualTo(before.ratedPopularity())
                .isCloseTo(Math.sqrt(31 * 5.3), within(0.5));
        assertThat(with.with(row -> 0).popularity()).isEqualTo(with.popularity());
        assertThat(new TrialPredictions(table).popularity()).isEqualTo(1);
    }
}
